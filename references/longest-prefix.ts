/*
 * What several prefixes could be meant for belongs to the longest of them: so it is with upstreams in
 * a map, with rules of ECR, and with its creation templates. A prefix ends where a part of the path
 * does, and the empty one is a prefix of everything.
 */

/** Whether a name lies under a prefix. */
export function isUnder(name: string, prefix: string): boolean {
  return prefix === "" || name.startsWith(`${prefix}/`);
}

/** The one of `all` with the longest prefix that `name` lies under. */
export function longestPrefix<T>(
  name: string,
  all: readonly T[],
  prefixOf: (one: T) => string,
): T | undefined {
  return longestFirst(all, prefixOf).find((one) => isUnder(name, prefixOf(one)));
}

/** All of them, in the order in which they have to be tried. */
export function longestFirst<T>(all: readonly T[], prefixOf: (one: T) => string): T[] {
  return [...all].sort((a, b) => prefixOf(b).length - prefixOf(a).length);
}
