import { type Problem, shown } from "../problems/problem";

/*
 * The same names as ECR's own pattern allows (single separators, none at the end), written without
 * the nested repetition that makes the original take minutes to refuse a long name.
 */
const FILTER = /^[a-z0-9*]+(?:[._\-/][a-z0-9*]+)*$/;
const MAX_LENGTH = 255;
const MAX_FILTERS = 100;

/** Whether a list of filters may choose the repositories of one scanning rule. */
export function checkScanningFilters(filters: readonly string[]): Problem | undefined {
  if (filters.length >= 1 && filters.length <= MAX_FILTERS) return undefined;
  return {
    given: `${filters.length} filters`,
    allowed: `1 to ${MAX_FILTERS} filters`,
    fix: 'write ["*"] to scan every repository, or leave `scanning` out',
  };
}

/**
 * Whether `filter` may choose repositories for scanning.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-filters.html
 */
export function checkScanningFilter(filter: string): Problem | undefined {
  if (filter.length <= MAX_LENGTH && FILTER.test(filter)) return undefined;
  const suggestion = suggestFilter(filter);
  return {
    given: shown(filter),
    allowed: `a repository name with * for any characters: 1 to ${MAX_LENGTH} of a-z 0-9 . _ - / *, with no slash at its end`,
    fix: suggestion ? `did you mean "${suggestion}"?` : 'write, for example, "docker-hub/*"',
  };
}

/** The problem of filters that the type of scanning does not support. */
export function checkHasFilters(type: "BASIC" | "ENHANCED"): Problem {
  const [other, instead] =
    type === "BASIC" ? ["ENHANCED", "`repositories`"] : ["BASIC", "`onPush` or `continuous`"];
  return {
    allowed: `only with type: "${other}"`,
    fix: `write ${instead} in its place, or choose that type`,
  };
}

/** Whether a filter contains a `*`. Without it, ECR matches any part of a name: `prod` also matches `repo-prod-x`. */
export function checkScanningFilterIsExact(filter: string): Problem | undefined {
  if (filter.includes("*")) return undefined;
  return {
    given: shown(filter),
    allowed: "a filter with a *; without one, ECR scans every repository whose name contains it",
    fix: `write "${filter}/*" for the repositories under it, or "*${filter}*" if any name is meant`,
  };
}

function suggestFilter(filter: string): string | undefined {
  const name = filter
    .slice(0, MAX_LENGTH - 2)
    .toLowerCase()
    .replace(/\/+$/, "");
  const suggestion = name.includes("*") ? name : `${name}/*`;
  return FILTER.test(suggestion) ? suggestion : undefined;
}
