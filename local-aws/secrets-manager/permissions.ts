import type { CallContext } from "../operation";
import { type Input, on, onAnything, type Permissions, tagging, text } from "../permission";
import { storeOf } from "./secret-reference";

/** A secret is known by its ARN, the six last characters included; one to be made has none yet. */
const secret = (input: Input, context: CallContext) => {
  const id = text(input, "SecretId");
  const found = storeOf(context).find(id);
  return found?.arn ?? (id.startsWith("arn:") ? id : storeOf(context).arnOf(id));
};
const newSecret = (input: Input, context: CallContext) =>
  storeOf(context).arnOf(text(input, "Name"));

export const secretsManagerPermissions: Readonly<Record<string, Permissions>> = {
  CreateSecret: on(newSecret, tagging("secretsmanager:TagResource", newSecret)),
  UpdateSecret: on(secret),
  DescribeSecret: on(secret),
  GetResourcePolicy: on(secret),
  PutSecretValue: on(secret),
  GetSecretValue: on(secret),
  UpdateSecretVersionStage: on(secret),
  ListSecretVersionIds: on(secret),
  DeleteSecret: on(secret),
  RestoreSecret: on(secret),
  TagResource: on(secret),
  UntagResource: on(secret),
  ListSecrets: onAnything,
};
