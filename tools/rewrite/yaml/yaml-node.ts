import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parse,
  type Scalar,
} from "yaml";
import type { Edit } from "../image-site";

const STRING = "tag:yaml.org,2002:str";
const NULL = /^(?:~|null|Null|NULL)$/;

type Entry = readonly [key: string, value: YamlNode];

/** A document, and the text of the file that it stands in. */
export interface YamlSource {
  readonly text: string;
  readonly document: Document;
}

/** A value in a YAML file: aliases and merged mappings are followed, and every scalar is a string. */
export class YamlNode {
  /** @param shared whether an anchor holds it, so that a change of it changes other places too */
  private constructor(
    private readonly source: YamlSource,
    /** The same object for all that lead to the same text. */
    readonly node: Node | null,
    readonly shared: boolean,
  ) {}

  static root(source: YamlSource): YamlNode {
    return YamlNode.of(source, source.document.contents, false);
  }

  private static of(source: YamlSource, node: unknown, shared: boolean): YamlNode {
    if (isAlias(node)) return new YamlNode(source, node.resolve(source.document) ?? null, true);
    return new YamlNode(source, (node ?? null) as Node | null, shared);
  }

  /** The scalar as its readers see it; nothing for anything else, nor for an empty value. */
  get text(): string | undefined {
    if (!isScalar(this.node)) return undefined;
    const { value, type, tag } = this.node;
    if (typeof value !== "string" || value === "") return undefined;
    return type === "PLAIN" && tag !== STRING && NULL.test(value) ? undefined : value;
  }

  get offset(): number {
    return this.node?.range?.[0] ?? 0;
  }

  /** Where the value ends, without a comment behind it. */
  get end(): number {
    return this.node?.range?.[1] ?? 0;
  }

  get isFlow(): boolean {
    return (isMap(this.node) || isSeq(this.node)) && this.node.flow === true;
  }

  get isCollection(): boolean {
    return isCollection(this.node);
  }

  get isMap(): boolean {
    return isMap(this.node);
  }

  /** The items of a sequence; none of anything else. */
  get items(): readonly YamlNode[] {
    if (!isSeq(this.node)) return [];
    return this.node.items.map((item) => YamlNode.of(this.source, item, false));
  }

  /** The pairs of a mapping with those that are merged into it; none of anything else. */
  get entries(): readonly Entry[] {
    return this.pairs(new Set());
  }

  /** What a key has in a mapping. */
  get(key: string): YamlNode | undefined {
    return this.entries.findLast(([name]) => name === key)?.[1];
  }

  /** What a chain of keys leads to. */
  at(...keys: readonly string[]): YamlNode | undefined {
    return keys.reduce<YamlNode | undefined>((node, key) => node?.get(key), this);
  }

  /** The end of a key's text, for what is written behind it. */
  keyOffset(key: string): number | undefined {
    if (!isMap(this.node)) return undefined;
    const pair = this.node.items.find(({ key: name }) => isScalar(name) && name.value === key);
    return isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
  }

  /**
   * The change that makes of the beginning of a scalar another one.
   *
   * @returns nothing where the scalar cannot hold it, or is written in a way that hides its beginning
   */
  replaced(beginning: string, by: string): Edit | undefined {
    const { node } = this;
    if (!isScalar(node) || this.text === undefined) return undefined;
    const [start, end] = contentOf(node, this.source.text);
    const written = this.source.text.slice(start, end);
    const whole = beginning === this.text;
    if (!whole && !written.startsWith(beginning)) return undefined;
    const stop = whole ? end : start + beginning.length;
    const text = node.type === "PLAIN" && !isPlain(by) ? `"${by}"` : by;
    if (text !== by && !whole) return undefined;
    return { start, end: stop, text };
  }

  /** The mapping's own pairs win over merged ones, the first mapping over the next, a key's last value over others. */
  private pairs(seen: Set<unknown>): Entry[] {
    if (!isMap(this.node) || seen.has(this.node)) return [];
    seen.add(this.node);
    const merged: Entry[] = [];
    const own = this.node.items.flatMap(({ key, value }): Entry[] => {
      const name = isScalar(key) ? String(key.value) : undefined;
      if (name === undefined) return [];
      const child = YamlNode.of(this.source, value, false);
      if (name !== "<<") return [[name, child]];
      for (const map of child.isMap ? [child] : child.items) {
        for (const [inner, { source, node }] of map.pairs(seen)) {
          merged.push([inner, new YamlNode(source, node, true)]);
        }
      }
      return [];
    });
    return merged.length === 0 ? own : [...new Map([...merged.reverse(), ...own])];
  }
}

/** Where the characters of a scalar stand, without its quotes or the mark of a block. */
function contentOf({ range, type, value }: Scalar, text: string): readonly [number, number] {
  const [start = 0, end = 0] = range ?? [];
  if (type === "QUOTE_SINGLE" || type === "QUOTE_DOUBLE") return [start + 1, end - 1];
  if (type === "PLAIN" || type === undefined) return [start, end];
  const content = String(value).trim();
  const header = text.indexOf("\n", start);
  const first = text.indexOf(content, header);
  return first >= 0 && first + content.length <= end ? [first, first + content.length] : [end, end];
}

/** Whether readers of YAML 1.1 and 1.2 take it for a string without quotes. */
function isPlain(text: string): boolean {
  if (!/^[a-zA-Z0-9$]/.test(text)) return false;
  if (text.includes("/")) return true;
  return (["1.1", "1.2"] as const).every((version) => parse(text, { version }) === text);
}
