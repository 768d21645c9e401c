/*
 * Where several prefixes match a name, the longest applies: to upstreams in a map, to rules of ECR and
 * to its creation templates. A prefix consists of whole path components, and the empty prefix matches
 * everything.
 */

/** Whether a name lies under a prefix. */
export function isUnder(name: string, prefix: string): boolean {
  return prefix === "" || name.startsWith(`${prefix}/`);
}

/** The item with the longest prefix of `name`. */
export function longestPrefix<T>(
  name: string,
  all: readonly T[],
  prefixOf: (one: T) => string,
): T | undefined {
  return longestFirst(all, prefixOf).find((one) => isUnder(name, prefixOf(one)));
}

/** All items, sorted by the length of their prefixes, the longest first. */
export function longestFirst<T>(all: readonly T[], prefixOf: (one: T) => string): T[] {
  return [...all].sort((a, b) => prefixOf(b).length - prefixOf(a).length);
}
