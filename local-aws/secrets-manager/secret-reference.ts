import { AwsError } from "../aws-error";
import type { CallContext } from "../operation";
import { string } from "../shape";
import type { Secret } from "./secret";
import { type SecretStore, secretStores } from "./secret-store";

/** How a request names a secret: by its name or its ARN. */
export const secretId = string({ min: 1, max: 2048 });

/** The secrets of the caller's account in the caller's Region. */
export function storeOf(call: CallContext): SecretStore {
  return call.state.get(secretStores, call);
}

/** The first members of every response about a secret. */
export function identity(secret: Secret) {
  return { ARN: secret.arn, Name: secret.name };
}

/** The error for a pagination token that Secrets Manager did not issue. */
export function invalidNextToken(): AwsError {
  return new AwsError("InvalidNextTokenException", "The NextToken value is invalid.");
}
