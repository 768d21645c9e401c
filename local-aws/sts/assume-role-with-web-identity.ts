import { AwsError } from "../aws-error";
import { identitiesOf } from "../iam/identity-store";
import { trusts } from "../iam/trust";
import { type CallContext, changes, unsigned } from "../operation";
import { string, structure } from "../shape";
import { ONE_HOUR, sessionMembers } from "./assume-role";
import { issueCredentials } from "./credentials";
import { checkDuration, roleAt, sessionOf } from "./role-reference";
import { invalidToken, readWebIdentityToken, type WebIdentity } from "./web-identity-token";

/**
 * The claims that AWS provides as condition keys, in addition to `aud` and `sub`. Policies cannot
 * see other claims, so that a condition on one of them never holds.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
const CLAIMS: Readonly<Record<string, readonly string[]>> = {
  "token.actions.githubusercontent.com": `actor actor_id enterprise_id environment
    job_workflow_ref ref repository repository_id repository_owner_id workflow`.split(/\s+/),
  "gitlab.com": `namespace_id pipeline_source project_id ref_protected runner_environment
    user_access_level user_email user_id user_login`.split(/\s+/),
};

/** Credentials of a role, for a token whose issuer the role and its account trust. */
export const assumeRoleWithWebIdentity = unsigned(
  changes(
    structure(
      { ...sessionMembers, WebIdentityToken: string({ min: 4, max: 20000, sensitive: true }) },
      ["RoleArn", "RoleSessionName", "WebIdentityToken"],
    ),
    (input, call) => {
      const reference = roleAt(input.RoleArn, call);
      const identity = readWebIdentityToken(input.WebIdentityToken);
      const provider = providerOf(identity, reference.accountId, call);
      const { role } = reference;
      const principal = {
        kind: "Federated",
        names: [provider.arn],
        action: "sts:AssumeRoleWithWebIdentity",
        issuer: provider.url,
        keys: { ...claimKeys(identity), "sts:RoleSessionName": input.RoleSessionName },
      } as const;
      if (!role || !trusts(role, principal)) {
        throw new AwsError(
          "AccessDenied",
          "Not authorized to perform sts:AssumeRoleWithWebIdentity",
          {
            status: 403,
            reason: role
              ? `the role does not trust ${identity.subject}`
              : "the role does not exist",
          },
        );
      }
      const seconds = input.DurationSeconds ?? ONE_HOUR;
      checkDuration(role, seconds);
      const caller = sessionOf(reference, input.RoleSessionName);
      return {
        ...issueCredentials(reference.accountId, caller, seconds, call),
        SubjectFromWebIdentityToken: identity.subject,
        Audience: identity.audience,
        Provider: provider.arn,
      };
    },
  ),
);

function providerOf({ issuer, audience }: WebIdentity, accountId: string, call: CallContext) {
  const { oidcProviders } = identitiesOf({ state: call.state, accountId });
  const provider = [...oidcProviders.values()].find(({ url }) => url === issuer);
  if (!provider) {
    throw invalidToken(`No OpenIDConnect provider found in your account for https://${issuer}`);
  }
  if (!provider.clientIds.includes(audience)) throw invalidToken("Incorrect token audience");
  return provider;
}

function claimKeys({ issuer, claims }: WebIdentity): Record<string, string> {
  const known = ["aud", "sub", ...(CLAIMS[issuer] ?? [])];
  return Object.fromEntries(
    known.flatMap((name) => {
      const value = claims[name];
      return value === undefined ? [] : [[`${issuer}:${name}`, value]];
    }),
  );
}
