/**
 * A document in which an object's members are elements, a list's elements are `<member>`s and a
 * `Map` is `<entry>`s.
 */
export function xml(root: string, content: object, namespace?: string): string {
  const attribute = namespace === undefined ? "" : ` xmlns="${escapeText(namespace)}"`;
  return `<${root}${attribute}>${inner(content)}</${root}>`;
}

function inner(value: unknown): string {
  if (value instanceof Date) return value.toISOString().replace(/\.\d+Z$/, "Z");
  if (Array.isArray(value)) return value.map((element) => tag("member", element)).join("");
  if (value instanceof Map) {
    return [...value].map(([key, member]) => tag("entry", { key, value: member })).join("");
  }
  if (typeof value === "object" && value !== null) {
    return Object.entries(value)
      .map(([name, member]) => tag(name, member))
      .join("");
  }
  return escapeText(String(value));
}

function tag(name: string, value: unknown): string {
  return value === undefined ? "" : `<${name}>${inner(value)}</${name}>`;
}

/** Line ends are written as references: a parser would otherwise make one kind of them. */
function escapeText(text: string): string {
  const references: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "\r": "&#xD;",
    "\n": "&#xA;",
  };
  return text.replace(/[&<>"\r\n]/g, (character) => references[character] ?? character);
}
