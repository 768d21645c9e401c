import { randomUUID } from "node:crypto";
import { AwsError } from "../aws-error";
import { changes, reads } from "../operation";
import { boolean, string, structure } from "../shape";
import { checkTags } from "../tags";
import type { Secret } from "./secret";
import { identity, secretId, storeOf } from "./secret-reference";
import { secretTagErrors, secretTagList } from "./secret-tags";
import { givenValue, sameValue, valueMembers } from "./secret-value";
import { putVersion } from "./versions";

const name = string({ min: 1, max: 512 });
const settings = {
  Description: string({ max: 2048 }),
  KmsKeyId: string({ max: 2048 }),
  ...valueMembers,
};

export const secretOperations = {
  CreateSecret: changes(
    structure(
      {
        Name: name,
        Tags: secretTagList,
        // This server has no replicas, so there is nothing to overwrite.
        ForceOverwriteReplicaSecret: boolean(),
        ...settings,
      },
      ["Name"],
    ),
    (input, call) => {
      if (!/^[a-zA-Z0-9/_+=.@!-]+$/.test(input.Name)) {
        throw new AwsError(
          "ValidationException",
          "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!",
        );
      }
      const { Tags: tags = [] } = input;
      checkTags(tags, secretTagErrors);
      const value = givenValue(input);
      const store = storeOf(call);
      const existing = store.find(store.arnOf(input.Name));
      if (existing) {
        const version = existing.versions.get(input.ClientRequestToken ?? "");
        const repeated = version && value && sameValue(version.value, value);
        if (!repeated || existing.deletionDate) throw nameTaken(existing);
        return { ...identity(existing), VersionId: version.id };
      }
      const secret = store.create(input.Name);
      secret.description = input.Description || undefined;
      secret.kmsKeyId = input.KmsKeyId || undefined;
      secret.tags = tags;
      if (!value) return identity(secret);
      const version = putVersion(secret, value, input.ClientRequestToken ?? randomUUID());
      return { ...identity(secret), VersionId: version.id };
    },
  ),

  UpdateSecret: changes(
    structure({ SecretId: secretId, ...settings }, ["SecretId"]),
    (input, call) => {
      const secret = storeOf(call).getLive(input.SecretId);
      const value = givenValue(input);
      const token = input.ClientRequestToken ?? randomUUID();
      const version = value && putVersion(secret, value, token);
      if (input.Description !== undefined) secret.description = input.Description || undefined;
      if (input.KmsKeyId !== undefined) secret.kmsKeyId = input.KmsKeyId || undefined;
      secret.lastChangedDate = new Date();
      return { ...identity(secret), VersionId: version?.id };
    },
  ),

  DescribeSecret: reads(structure({ SecretId: secretId }, ["SecretId"]), (input, call) => {
    const secret = storeOf(call).get(input.SecretId);
    return { ...description(secret), VersionIdsToStages: secret.stagesByVersion() };
  }),

  /** Always empty: this server does not implement PutResourcePolicy. */
  GetResourcePolicy: reads(structure({ SecretId: secretId }, ["SecretId"]), (input, call) =>
    identity(storeOf(call).getLive(input.SecretId)),
  ),
};

/** The members that DescribeSecret and ListSecrets have in common. */
export function description(secret: Secret) {
  return {
    ...identity(secret),
    Description: secret.description,
    KmsKeyId: secret.kmsKeyId,
    RotationEnabled: false,
    CreatedDate: secret.createdDate,
    LastChangedDate: secret.lastChangedDate,
    LastAccessedDate: secret.lastAccessedDate,
    DeletedDate: secret.deletionDate,
    Tags: secret.tags,
  };
}

function nameTaken(secret: Secret): AwsError {
  if (secret.deletionDate) {
    return new AwsError(
      "InvalidRequestException",
      "You can't create this secret because a secret with this name is already scheduled for deletion.",
    );
  }
  return new AwsError(
    "ResourceExistsException",
    `The operation failed because the secret ${secret.name} already exists.`,
  );
}
