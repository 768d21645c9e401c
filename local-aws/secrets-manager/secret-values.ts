import { randomUUID } from "node:crypto";
import { AwsError } from "../aws-error";
import { changes, reads } from "../operation";
import { page } from "../pagination";
import { boolean, integer, list, string, structure } from "../shape";
import type { Secret } from "./secret";
import { identity, invalidNextToken, secretId, storeOf } from "./secret-reference";
import { givenValue, valueMembers } from "./secret-value";
import { namedVersion, putVersion, STAGE } from "./versions";

const stage = string(STAGE);
const versionId = string({ min: 32, max: 64 });

export const secretValueOperations = {
  PutSecretValue: changes(
    structure(
      { SecretId: secretId, VersionStages: list(stage, { min: 1, max: 20 }), ...valueMembers },
      ["SecretId"],
    ),
    (input, call) => {
      const secret = storeOf(call).getLive(input.SecretId);
      const value = givenValue(input);
      if (!value) {
        throw new AwsError(
          "InvalidParameterException",
          "You must provide either SecretString or SecretBinary.",
        );
      }
      const token = input.ClientRequestToken ?? randomUUID();
      const version = putVersion(secret, value, token, input.VersionStages);
      return { ...identity(secret), VersionId: version.id, VersionStages: version.stages };
    },
  ),

  GetSecretValue: reads(
    structure({ SecretId: secretId, VersionId: versionId, VersionStage: stage }, ["SecretId"]),
    (input, call) => {
      const secret = storeOf(call).getLive(input.SecretId);
      const version = namedVersion(secret, input.VersionId, input.VersionStage);
      secret.lastAccessedDate = startOfDay(new Date());
      return {
        ...identity(secret),
        VersionId: version.id,
        SecretString: version.value.text,
        SecretBinary: version.value.binary,
        VersionStages: version.stages,
        CreatedDate: version.createdDate,
      };
    },
  ),

  UpdateSecretVersionStage: changes(
    structure(
      {
        SecretId: secretId,
        VersionStage: stage,
        RemoveFromVersionId: versionId,
        MoveToVersionId: versionId,
      },
      ["SecretId", "VersionStage"],
    ),
    (input, call) => {
      const secret = storeOf(call).getLive(input.SecretId);
      moveStage(secret, input.VersionStage, input.RemoveFromVersionId, input.MoveToVersionId);
      secret.lastChangedDate = new Date();
      return identity(secret);
    },
  ),

  ListSecretVersionIds: reads(
    structure(
      {
        SecretId: secretId,
        MaxResults: integer({ min: 1, max: 100 }),
        NextToken: string({ min: 1, max: 4096 }),
        IncludeDeprecated: boolean(),
      },
      ["SecretId"],
    ),
    (input, call) => {
      const secret = storeOf(call).getLive(input.SecretId);
      const versions = [...secret.versions.values()]
        .filter(({ stages }) => input.IncludeDeprecated || stages.length > 0)
        .map(({ id, stages, createdDate }) => ({
          VersionId: id,
          VersionStages: stages.length > 0 ? stages : undefined,
          CreatedDate: createdDate,
          KmsKeyIds: [secret.kmsKeyId ?? "DefaultEncryptionKey"],
        }));
      const { items, nextToken } = page(
        versions,
        input.MaxResults ?? 100,
        input.NextToken,
        invalidNextToken,
      );
      return { ...identity(secret), Versions: items, NextToken: nextToken };
    },
  ),
};

function moveStage(secret: Secret, stageName: string, fromId?: string, toId?: string): void {
  const refuse = (message: string) => new AwsError("InvalidParameterException", message);
  const holder = secret.versionAt(stageName);
  const from = fromId === undefined ? undefined : namedVersion(secret, fromId, undefined);
  const to = toId === undefined ? undefined : namedVersion(secret, toId, undefined);
  if (!from && !to) throw refuse("You must specify RemoveFromVersionId or MoveToVersionId.");
  if (from && from !== holder) {
    throw refuse(`The staging label ${stageName} is not attached to version ${from.id}.`);
  }
  if (to === holder) return;
  if (to && holder && !from) {
    throw refuse(
      `The parameter RemoveFromVersionId can't be empty. Staging label ${stageName} is currently attached to version ${holder.id}, so you must explicitly reference that version in RemoveFromVersionId.`,
    );
  }
  if (to) {
    secret.moveStage(stageName, to);
  } else if (stageName === "AWSCURRENT") {
    throw refuse(
      "You can only move staging label AWSCURRENT to a different secret version. It can't be completely removed.",
    );
  } else if (holder) {
    holder.stages = holder.stages.filter((one) => one !== stageName);
  }
}

/** AWS reports the date of the last access without the time. */
function startOfDay(date: Date): Date {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()));
}
