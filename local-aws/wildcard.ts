/**
 * Whether a pattern of IAM's, in which `*` is any characters and `?` is one, matches a whole text.
 * Everything else in it stands for itself.
 */
export function matchesWildcard(
  pattern: string,
  text: string,
  letters: "exact" | "any case" = "exact",
): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  const source = escaped.replace(/\*/g, ".*").replace(/\?/g, ".");
  return new RegExp(`^${source}$`, letters === "exact" ? "s" : "si").test(text);
}
