import { parseArn } from "../arn";
import { AwsError } from "../aws-error";
import { commonDialect } from "../dialect";
import { fakeCredential, temporaryAccessKeyId, uniqueId } from "../identifiers";
import { type CallContext, changes, reads } from "../operation";
import type { QueryService } from "../service";
import { integer, string, structure } from "../shape";

const ONE_HOUR = 3600;

const stsOperations = {
  GetCallerIdentity: reads(structure({}), (_, call) => ({
    UserId: call.caller.userId,
    Account: call.accountId,
    Arn: call.caller.arn,
  })),

  /**
   * Credentials of the role's account. Roles of accounts that a deployment only visits are not
   * this server's to know, so a role that it does not hold is assumed as well.
   */
  AssumeRole: changes(
    structure(
      {
        RoleArn: string({ min: 20, max: 2048 }),
        RoleSessionName: string({ min: 2, max: 64, pattern: /[\w+=,.@-]*/ }),
        DurationSeconds: integer({ min: 900, max: 43200 }),
        ExternalId: string({ min: 2, max: 1224, pattern: /[\w+=,.@:/-]*/ }),
      },
      ["RoleArn", "RoleSessionName"],
    ),
    (input, call) => {
      const arn = parseArn(input.RoleArn);
      const name = /^role\/(?:.*\/)?([^/]+)$/.exec(arn?.resource ?? "")?.[1];
      if (arn?.service !== "iam" || !/^\d{12}$/.test(arn.accountId) || name === undefined) {
        throw new AwsError("ValidationError", `${input.RoleArn} is invalid`);
      }
      const roleId = roleIdOf(name, arn.accountId, call);
      const caller = {
        arn: `arn:${arn.partition}:sts::${arn.accountId}:assumed-role/${name}/${input.RoleSessionName}`,
        userId: `${roleId}:${input.RoleSessionName}`,
      };
      const accessKeyId = temporaryAccessKeyId();
      const sessionToken = fakeCredential(120);
      const lifetime = (input.DurationSeconds ?? ONE_HOUR) * 1000;
      const expiration = new Date(Date.now() + lifetime);
      call.state.sessions.set(accessKeyId, {
        accountId: arn.accountId,
        sessionToken,
        expiration,
        caller,
      });
      return {
        Credentials: {
          AccessKeyId: accessKeyId,
          SecretAccessKey: fakeCredential(40),
          SessionToken: sessionToken,
          Expiration: expiration,
        },
        AssumedRoleUser: { AssumedRoleId: caller.userId, Arn: caller.arn },
      };
    },
  ),
};

function roleIdOf(name: string, accountId: string, call: CallContext): string {
  const role = call.state.identities(accountId).roles.get(name.toLowerCase());
  return role?.id ?? uniqueId("AROA");
}

/** AWS Security Token Service: who is calling, and as whom to go on calling. */
export const sts: QueryService = {
  name: "sts",
  protocol: "query",
  version: "2011-06-15",
  namespace: "https://sts.amazonaws.com/doc/2011-06-15/",
  dialect: commonDialect("ValidationError"),
  throttlingCode: "Throttling",
  accessDeniedCode: "AccessDenied",
  operations: stsOperations,
};
