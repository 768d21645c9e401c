import { AwsError } from "../aws-error";
import { changes } from "../operation";
import { boolean, integer, structure } from "../shape";
import { identity, secretId, storeOf } from "./secret-reference";

const DAY = 24 * 60 * 60 * 1000;
const DEFAULT_WINDOW = 30;

export const secretDeletionOperations = {
  DeleteSecret: changes(
    structure(
      {
        SecretId: secretId,
        RecoveryWindowInDays: integer(),
        ForceDeleteWithoutRecovery: boolean(),
      },
      ["SecretId"],
    ),
    (input, call) => {
      const { RecoveryWindowInDays: window, ForceDeleteWithoutRecovery: force = false } = input;
      const refuse = (message: string) => new AwsError("InvalidParameterException", message);
      if (force && window !== undefined) {
        throw refuse(
          "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
        );
      }
      if (window !== undefined && (window < 7 || window > 30)) {
        throw refuse("The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");
      }
      const store = storeOf(call);
      if (force) {
        const found = store.find(input.SecretId);
        const now = new Date();
        // With ForceDeleteWithoutRecovery, AWS reports success even if the secret does not exist.
        if (!found)
          return { ...absent(input.SecretId, (name) => store.arnOf(name)), DeletionDate: now };
        store.delete(found);
        return { ...identity(found), DeletionDate: now };
      }
      const secret = store.getLive(input.SecretId);
      secret.deletionDate = new Date(Date.now() + (window ?? DEFAULT_WINDOW) * DAY);
      return { ...identity(secret), DeletionDate: secret.deletionDate };
    },
  ),

  /** Has no effect on a secret that is not scheduled for deletion. */
  RestoreSecret: changes(structure({ SecretId: secretId }, ["SecretId"]), (input, call) => {
    const secret = storeOf(call).get(input.SecretId);
    secret.deletionDate = undefined;
    return identity(secret);
  }),
};

function absent(id: string, arnOf: (name: string) => string) {
  return id.startsWith("arn:")
    ? { ARN: id, Name: id.split(":secret:")[1] }
    : { ARN: arnOf(id), Name: id };
}
