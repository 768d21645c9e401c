import { type Problem, shown } from "../problems/problem";

/** The prefix for every repository that no other prefix matches. */
export const ROOT = "ROOT";

/*
 * ECR also allows two underscores or several hyphens in a row. The Terraform AWS provider does not
 * (`a--b` fails its plan), so that the stricter of the two is asked for.
 */
const SEGMENT = "[a-z0-9]+(?:[._-][a-z0-9]+)*";
const PREFIX = new RegExp(`^${SEGMENT}(?:/${SEGMENT})*/?$`);

/**
 * Whether `prefix` may be the repository prefix of a pull-through cache rule.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html
 */
export function checkRepositoryPrefix(prefix: string): Problem | undefined {
  if (prefix === ROOT) return undefined;
  if (prefix.length >= 2 && prefix.length <= 30 && PREFIX.test(prefix)) return undefined;
  const suggestion = suggestPrefix(prefix);
  return {
    given: shown(prefix),
    allowed:
      "2 to 30 characters: lower-case letters and digits, joined by single '.', '_', '-' or '/'; or ROOT",
    fix: suggestion ? `did you mean "${suggestion}"?` : 'choose a prefix such as "docker-hub"',
  };
}

/** Whether a prefix is the word for all repositories in small letters, which is a prefix like others. */
export function checkRootIsMeant(prefix: string): Problem | undefined {
  if (prefix === ROOT || normalizePrefix(prefix).toUpperCase() !== ROOT) return undefined;
  if (checkRepositoryPrefix(prefix)) return undefined;
  return {
    given: shown(prefix),
    allowed: `any prefix; ${ROOT} in capitals is for every repository that no other prefix matches`,
    fix: `did you mean "${ROOT}"? If you want repositories that begin with "${normalizePrefix(prefix)}/", leave it as it is`,
  };
}

/** The prefix without the slash that ECR implies at its end, so that `hub` and `hub/` are equal. */
export function normalizePrefix(prefix: string): string {
  return prefix.endsWith("/") ? prefix.slice(0, -1) : prefix;
}

function suggestPrefix(prefix: string): string | undefined {
  const suggestion = normalizePrefix(prefix).toUpperCase() === ROOT ? ROOT : slug(prefix);
  const usable = suggestion === ROOT || (suggestion.length >= 2 && PREFIX.test(suggestion));
  return usable ? suggestion : undefined;
}

function slug(prefix: string): string {
  return prefix
    .toLowerCase()
    .replace(/[^a-z0-9/._-]/g, "-")
    .replace(/([._-])[._-]+/g, "$1")
    .split("/")
    .map((segment) => segment.replace(/^[._-]|[._-]$/g, ""))
    .filter((segment) => segment !== "")
    .join("/")
    .slice(0, 30)
    .replace(/[._/-]$/, "");
}

/** Whether a policy for these prefixes is one for caches only: `ROOT` makes it one for everything. */
export function checkPrefixesAreLimited(prefixes: readonly string[]): Problem | undefined {
  if (!prefixes.includes(ROOT)) return undefined;
  return {
    given: shown(prefixes),
    allowed:
      "prefixes other than ROOT; with it, the policy covers every repository of the registry, private ones too",
    fix: "give each upstream a prefix of its own, if that is not meant",
  };
}

/** Whether a policy for the caches of a stack would be one for anything at all. */
export function checkThereAreCaches(prefixes: readonly string[]): Problem | undefined {
  if (prefixes.length > 0) return undefined;
  return {
    given: "a stack without upstreams",
    allowed: "one upstream at least: a policy has to name what it opens",
    fix: "add an upstream, or leave this out",
  };
}
