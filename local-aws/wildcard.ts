/**
 * Whether an IAM pattern matches a whole string. `*` stands for any characters and `?` for one; all
 * other characters match themselves.
 */
export function matchesWildcard(
  pattern: string,
  value: string,
  matching: "case-sensitive" | "case-insensitive" = "case-sensitive",
): boolean {
  const folded = (text: string) =>
    [...(matching === "case-sensitive" ? text : text.toLowerCase())] as const;
  return matches(folded(pattern), folded(value));
}

/** A regular expression with several `.*` would take exponentially long to refuse some values. */
function matches(pattern: readonly string[], value: readonly string[]): boolean {
  let at = 0;
  // The last `*`, and the end of what it stands for so far.
  let star = -1;
  let end = 0;
  for (let index = 0; index < value.length; ) {
    if (pattern[at] === "*") {
      star = at;
      end = index;
      at += 1;
    } else if (at < pattern.length && (pattern[at] === "?" || pattern[at] === value[index])) {
      at += 1;
      index += 1;
    } else if (star >= 0) {
      end += 1;
      at = star + 1;
      index = end;
    } else return false;
  }
  return pattern.slice(at).every((character) => character === "*");
}
