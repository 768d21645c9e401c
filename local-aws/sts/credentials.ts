import { fakeCredential, temporaryAccessKeyId } from "../identifiers";
import type { CallContext, Caller } from "../operation";
import { sessions } from "./session";

/** Issues temporary credentials for an account. */
export function issueCredentials(
  accountId: string,
  caller: Caller,
  seconds: number,
  { state }: CallContext,
) {
  const accessKeyId = temporaryAccessKeyId();
  const sessionToken = fakeCredential(120);
  const expiration = new Date(Date.now() + seconds * 1000);
  state.get(sessions).set(accessKeyId, { accountId, sessionToken, expiration, caller });
  return {
    Credentials: {
      AccessKeyId: accessKeyId,
      SecretAccessKey: fakeCredential(40),
      SessionToken: sessionToken,
      Expiration: expiration,
    },
    AssumedRoleUser: { AssumedRoleId: caller.userId, Arn: caller.arn },
  };
}
