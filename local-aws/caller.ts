import { partitionOf } from "./arn";
import { AwsError } from "./aws-error";
import type { CredentialScope } from "./credential-scope";
import type { CallContext } from "./operation";
import type { Service } from "./service";
import type { AwsState } from "./state";

/** The call of somebody who has no credentials yet: it can lead into any account. */
export function anonymousContext(state: AwsState, accountId: string): CallContext {
  const caller = { arn: "anonymous", userId: "anonymous" };
  return { accountId, region: "us-east-1", partition: "aws", caller, state };
}

/**
 * Who calls. Temporary credentials lead to the account of the role they were issued for; any
 * other access key belongs to a user of the default account.
 */
export function callContext(
  scope: CredentialScope,
  service: Service | undefined,
  state: AwsState,
  defaultAccountId: string,
): CallContext {
  const { region } = scope;
  const partition = partitionOf(region);
  if (!scope.accessKeyId.startsWith("ASIA")) {
    const caller = {
      arn: `arn:${partition}:iam::${defaultAccountId}:user/local-aws`,
      userId: "AIDALOCALAWS000000000",
    };
    return { accountId: defaultAccountId, region, partition, caller, state };
  }
  const json = service?.protocol === "json";
  const session = state.sessions.get(scope.accessKeyId);
  if (!session || session.sessionToken !== scope.sessionToken) {
    const message = "The security token included in the request is invalid.";
    throw json
      ? new AwsError("UnrecognizedClientException", message)
      : new AwsError("InvalidClientTokenId", message, { status: 403 });
  }
  if (session.expiration.getTime() <= Date.now()) {
    const message = "The security token included in the request is expired";
    throw json
      ? new AwsError("ExpiredTokenException", message)
      : new AwsError("ExpiredToken", message, { status: 403 });
  }
  return { accountId: session.accountId, region, partition, caller: session.caller, state };
}
