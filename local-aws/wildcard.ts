/**
 * Whether an IAM pattern matches a whole string. `*` stands for any characters and `?` for one; all
 * other characters match themselves.
 */
export function matchesWildcard(
  pattern: string,
  value: string,
  matching: "case-sensitive" | "case-insensitive" = "case-sensitive",
): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  const source = escaped.replace(/\*/g, ".*").replace(/\?/g, ".");
  return new RegExp(`^${source}$`, matching === "case-sensitive" ? "s" : "si").test(value);
}
