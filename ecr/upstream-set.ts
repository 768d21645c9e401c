import { type Problem, shown } from "../problems/problem";
import { normalizePrefix, ROOT } from "./repository-prefix";
import type { Upstream } from "./upstream";

/** Upstreams by their keys, as in main.ts. */
export type Upstreams = Readonly<Record<string, Upstream>>;

/** The largest number of rules in one registry; AWS does not raise this quota. */
const MAX_RULES = 50;

/** A problem with one upstream that is caused by another one. */
export interface ConflictProblem {
  readonly key: string;
  readonly problem: Problem;
}

/**
 * Upstreams that have the prefix of an earlier one. ECR keeps one rule for a prefix, so that there is
 * one `ROOT` too.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html
 */
export function findTakenPrefixes(upstreams: Upstreams): ConflictProblem[] {
  const owners = new Map<string, string>();
  return Object.entries(upstreams).flatMap(([key, { prefix }]) => {
    const owner = owners.get(normalizePrefix(prefix));
    if (owner === undefined) {
      owners.set(normalizePrefix(prefix), key);
      return [];
    }
    const allowed = "one upstream for each prefix";
    const fix = `choose another prefix: upstreams.${owner} has this one`;
    return [{ key, problem: { given: shown(prefix), allowed, fix } }];
  });
}

/** Upstreams whose prefix lies under that of another one: AWS does not say which rule then wins. */
export function findNestedPrefixes(upstreams: Upstreams): ConflictProblem[] {
  const entries = Object.entries(upstreams).filter(([, { prefix }]) => prefix !== ROOT);
  return entries.flatMap(([key, { prefix }]) => {
    const outer = entries.find(([, other]) =>
      normalizePrefix(prefix).startsWith(`${normalizePrefix(other.prefix)}/`),
    );
    if (!outer) return [];
    const allowed = `a prefix that is not under another one; upstreams.${outer[0]} has ${shown(outer[1].prefix)}, and AWS does not say which of the two is asked`;
    return [
      { key, problem: { given: shown(prefix), allowed, fix: "choose prefixes side by side" } },
    ];
  });
}

/** Whether one registry can have all the upstreams. */
export function checkUpstreamCount(upstreams: Upstreams): Problem | undefined {
  const count = Object.keys(upstreams).length;
  if (count <= MAX_RULES) return undefined;
  return {
    given: `${count} upstreams`,
    allowed: `at most ${MAX_RULES} in one account and Region, and AWS does not raise that`,
    fix: "spread them over several accounts or Regions",
  };
}

/** Whether `key` can begin the names of Terraform variables and resources. */
export function checkUpstreamKey(key: string): Problem | undefined {
  if (/^[a-z][a-z0-9_]*$/.test(key) && !(key in {})) return undefined;
  const suggestion = key
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[_0-9]+|_$/g, "");
  return {
    given: shown(key),
    allowed:
      key in {}
        ? "a name that is not JavaScript's own"
        : "a lower-case letter, then lower-case letters, digits or '_'",
    fix:
      suggestion && !(suggestion in {})
        ? `did you mean "${suggestion}"?`
        : 'choose a key such as "docker"',
  };
}
