import { AwsError } from "../aws-error";
import type { Secret, SecretVersion } from "./secret";
import { type SecretValue, sameValue } from "./secret-value";

/** A staging label. */
export const STAGE = { min: 1, max: 256 };

/**
 * Adds a version whose id is the client's token. Repeating a token with the same value changes
 * nothing, so that a client can retry; repeating it with another value is refused.
 */
export function putVersion(
  secret: Secret,
  value: SecretValue,
  token: string,
  stages: readonly string[] = ["AWSCURRENT"],
): SecretVersion {
  const existing = secret.versions.get(token);
  if (!existing) {
    // The first version of a secret is always AWSCURRENT, in addition to the labels requested.
    const first = secret.versionAt("AWSCURRENT") === undefined;
    const all = first ? new Set(["AWSCURRENT", ...stages]) : new Set(stages);
    return secret.addVersion(token, value, [...all]);
  }
  if (sameValue(existing.value, value)) return existing;
  throw new AwsError(
    "ResourceExistsException",
    `You can't use ClientRequestToken ${token} because that value is already in use for a version of secret ${secret.arn}.`,
  );
}

/** The version identified by an id, a staging label or both. @default - AWSCURRENT */
export function namedVersion(
  secret: Secret,
  id: string | undefined,
  stage: string | undefined,
): SecretVersion {
  const label = stage ?? (id === undefined ? "AWSCURRENT" : undefined);
  const version = id === undefined ? secret.versionAt(label ?? "") : secret.versions.get(id);
  if (!version) {
    const named = id === undefined ? `staging label: ${label}` : `VersionId: ${id}`;
    throw new AwsError(
      "ResourceNotFoundException",
      `Secrets Manager can't find the specified secret value for ${named}`,
    );
  }
  if (label !== undefined && !version.stages.includes(label)) {
    throw new AwsError(
      "InvalidRequestException",
      "You provided a VersionStage that is not associated to the provided VersionId.",
    );
  }
  return version;
}
