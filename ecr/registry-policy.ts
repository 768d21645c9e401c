import { type Problem, shown } from "../problems/problem";
import { checkMeansTheSame, checkPolicyDocument } from "./policy-document";
import { normalizePrefix, ROOT } from "./repository-prefix";

/** How long a policy of a registry, or of a repository, may be, in characters. */
const MAX_LENGTH = 10_240;

/** A repository name with wildcards, as it stands behind `repository/` in an ARN. */
const REPOSITORY_PATTERN = /^[a-z0-9*](?:[a-z0-9._/*-]*[a-z0-9*])?$/;

/**
 * Whether the statements of a policy can be merged into a registry's policy, and mean the same there.
 *
 * @param taken the Sids that are there already
 */
export function checkMergedPolicy(json: string, taken: readonly string[]): Problem | undefined {
  return checkPolicyDocument(json, "registry", taken) ?? checkMeansTheSame(json);
}

/** Whether `json` can be the policy of a repository. */
export function checkRepositoryPolicy(json: string): Problem | undefined {
  return checkPolicyDocument(json, "repository") ?? checkLength("repository", sentLength(json));
}

/** How long a policy is as the AWS provider sends it: without whitespace, some characters escaped. */
export function sentLength(json: string): number {
  const minified = JSON.stringify(JSON.parse(json));
  return minified.replace(/[<>&\u2028\u2029]/g, "\\u0000").length;
}

/** Whether a policy fits; `length` is that of what is sent. */
export function checkLength(
  resource: "registry" | "repository",
  length: number,
): Problem | undefined {
  if (length <= MAX_LENGTH) return undefined;
  return {
    given: `${length} characters without whitespace`,
    allowed: `at most ${MAX_LENGTH} characters in a ${resource} policy`,
    fix: "name fewer prefixes, repositories or statements; a * stands for many",
  };
}

/** Whether `pattern` names repositories, with wildcards, under one of the prefixes. */
export function checkImportable(pattern: string, prefixes: readonly string[]): Problem | undefined {
  const wellFormed = pattern.length <= 256 && REPOSITORY_PATTERN.test(pattern);
  const cached =
    prefixes.includes(ROOT) ||
    prefixes.some((one) => pattern.startsWith(`${normalizePrefix(one)}/`));
  if (wellFormed && cached) return undefined;
  return {
    given: shown(pattern),
    allowed: "a repository under one of this stack's prefixes, with * for any characters",
    fix: `begin it with the prefix, e.g. "${prefixes[0] ?? "docker-hub"}/library/*"`,
  };
}
