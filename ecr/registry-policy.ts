import { type Problem, shown } from "../problems/problem";
import { isObject } from "../problems/value-type";

/** How long a registry policy may be, in characters. */
const MAX_LENGTH = 10_240;

/** A repository name with wildcards, as it stands behind `repository/` in an ARN. */
const REPOSITORY_PATTERN = /^[a-z0-9*](?:[a-z0-9._/*-]*[a-z0-9*])?$/;

/**
 * Whether `json` is a policy whose statements can be merged into a registry's policy.
 *
 * @param taken the Sids that are there already; one of them twice would fail the plan
 */
export function checkMergedPolicy(json: string, taken: readonly string[]): Problem | undefined {
  const allowed = "the JSON of an IAM policy document with statements";
  const statements = statementsOf(json);
  if (statements.length === 0 || !statements.every(isObject)) {
    return {
      given: shown(json),
      allowed,
      fix: "give it as text, e.g. JSON.stringify({ Version: …, Statement: […] })",
    };
  }
  const sids = sidsOf(json);
  const twice = sids.find((sid, index) => taken.includes(sid) || sids.indexOf(sid) !== index);
  if (twice === undefined) return undefined;
  return {
    given: `Sid ${shown(twice)}`,
    allowed: `${allowed}, each with a Sid of its own`,
    fix: "give that statement another Sid",
  };
}

/** The names of a policy's statements, of those that have one. */
export function sidsOf(json: string): string[] {
  return statementsOf(json).flatMap((one) =>
    isObject(one) && one["Sid"] !== undefined ? [String(one["Sid"])] : [],
  );
}

/** Whether `json` can be the policy of a repository. */
export function checkRepositoryPolicy(json: string): Problem | undefined {
  return checkMergedPolicy(json, []);
}

/** Whether the policy fits; `length` is what its JSON will have. */
export function checkPolicyLength(length: number): Problem | undefined {
  if (length <= MAX_LENGTH) return undefined;
  return {
    given: `${length} characters`,
    allowed: `at most ${MAX_LENGTH} characters in a registry policy`,
    fix: "name fewer prefixes, repositories or statements; a * stands for many",
  };
}

/** Whether `pattern` names repositories, with wildcards, under one of the prefixes. */
export function checkImportable(pattern: string, prefixes: readonly string[]): Problem | undefined {
  const wellFormed = pattern.length <= 256 && REPOSITORY_PATTERN.test(pattern);
  const cached =
    prefixes.includes("ROOT") ||
    prefixes.some((one) => pattern.startsWith(`${one.replace(/\/$/, "")}/`));
  if (wellFormed && cached) return undefined;
  return {
    given: shown(pattern),
    allowed: "a repository under one of this stack's prefixes, with * for any characters",
    fix: `begin it with the prefix, e.g. "${prefixes[0] ?? "docker-hub"}/library/*"`,
  };
}

function statementsOf(json: string): unknown[] {
  const document = parse(json);
  return document?.["Statement"] === undefined ? [] : [document["Statement"]].flat();
}

function parse(json: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
