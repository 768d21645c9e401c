import type { CallContext } from "../operation";
import {
  type Input,
  on,
  onAllResources,
  type Permissions,
  stringMember,
  tagging,
} from "../permission";
import { storeOf } from "./secret-reference";

/** The ARN of a secret ends with six random characters, which the name of none does not have. */
const secret = (input: Input, context: CallContext) => {
  const id = stringMember(input, "SecretId");
  const found = storeOf(context).find(id);
  return found?.arn ?? (id.startsWith("arn:") ? id : storeOf(context).arnOf(id));
};
/** A policy that names a new secret has to leave room for these characters, which AWS will choose. */
const newSecret = (input: Input, context: CallContext) =>
  `${storeOf(context).arnOf(stringMember(input, "Name"))}-XXXXXX`;

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
  ListSecrets: onAllResources,
};
