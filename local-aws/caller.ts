import { partitionOf } from "./arn";
import { credentialRefusals } from "./credential-refusals";
import type { CredentialScope } from "./credential-scope";
import type { CallContext } from "./operation";
import { LOCAL_USER } from "./principals";
import type { Service } from "./service";
import type { AwsState } from "./state";
import { sessions } from "./sts/session";

/** The context of a caller who has no credentials yet, and who may obtain some for any account. */
export function anonymousContext(state: AwsState, accountId: string): CallContext {
  const caller = { arn: "anonymous", userId: "anonymous" };
  return { accountId, region: "us-east-1", partition: "aws", caller, state };
}

/**
 * The context of a signed call. Temporary credentials belong to the account of the role for which
 * they were issued; any other access key belongs to a user of the default account.
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
      arn: `arn:${partition}:iam::${defaultAccountId}:${LOCAL_USER}`,
      userId: "AIDALOCALAWS000000000",
    };
    return { accountId: defaultAccountId, region, partition, caller, state };
  }
  const refusals = credentialRefusals(service?.protocol ?? "query");
  const session = state.get(sessions).get(scope.accessKeyId);
  if (!session || session.sessionToken !== scope.sessionToken) {
    throw refusals.unknownToken();
  }
  if (session.expiration.getTime() <= Date.now()) throw refusals.expiredToken();
  return { accountId: session.accountId, region, partition, caller: session.caller, state };
}
