export interface XmlOptions {
  readonly namespace?: string | undefined;
  /** How a list is written: as one element that contains `<member>`s, or as repeated elements. */
  readonly lists?: "wrapped" | "flattened";
}

/** A document in which an object's members are elements and a `Map` is `<entry>`s. */
export function xml(root: string, content: object, options: XmlOptions = {}): string {
  const { namespace, lists = "wrapped" } = options;
  const attribute = namespace === undefined ? "" : ` xmlns="${escapeText(namespace)}"`;
  return `<${root}${attribute}>${inner(content, lists)}</${root}>`;
}

function inner(value: unknown, lists: XmlOptions["lists"]): string {
  if (value instanceof Date) return value.toISOString().replace(/\.\d+Z$/, "Z");
  if (Array.isArray(value)) return value.map((element) => tag("member", element, lists)).join("");
  if (value instanceof Map) {
    return [...value].map(([key, member]) => tag("entry", { key, value: member }, lists)).join("");
  }
  if (typeof value === "object" && value !== null) {
    return Object.entries(value)
      .map(([name, member]) => tag(name, member, lists))
      .join("");
  }
  return escapeText(String(value));
}

function tag(name: string, value: unknown, lists: XmlOptions["lists"]): string {
  if (value === undefined) return "";
  if (lists === "flattened" && Array.isArray(value)) {
    return value.map((element) => tag(name, element, lists)).join("");
  }
  return `<${name}>${inner(value, lists)}</${name}>`;
}

/** Line endings are written as references, because parsers normalize them otherwise. */
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
