import {
  type Node,
  type ParseError,
  type ParseErrorCode,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";
import { FileProblem } from "../../file-problem";

/** Where a variable or a directive begins, for Terraform's `templatefile`, Jinja and Go. */
const MARK = /[$%]\{|\{[{%]/;

/** A value of a JSON file that knows where in the file it stands, even inside a string of JSON. */
export class JsonValue {
  readonly #text: string;
  readonly #node: Node;
  readonly #toFile: (offset: number) => number;

  private constructor(text: string, node: Node, toFile: (offset: number) => number) {
    this.#text = text;
    this.#node = node;
    this.#toFile = toFile;
  }

  /**
   * @param comments whether comments and a comma after the last value are allowed
   * @throws FileProblem when the text is not JSON
   */
  static parse(file: string, { comments }: { comments: boolean }): JsonValue {
    // Some editors on Windows begin a file with a byte order mark.
    const text = file.replace(/^\uFEFF/, " ");
    const errors: ParseError[] = [];
    const node = parseTree(text, errors, {
      allowTrailingComma: comments,
      disallowComments: !comments,
    });
    const [error] = errors;
    if (error) {
      const around = text.slice(Math.max(0, error.offset - 1), error.offset + 2);
      const template = MARK.test(around);
      throw new FileProblem(`not JSON: ${inWords(error.error)}`, error.offset, { template });
    }
    if (!node) throw new FileProblem("not JSON: it is empty", 0);
    return new JsonValue(text, node, (offset) => offset);
  }

  /** The text of a string. */
  get string(): string | undefined {
    return this.#node.type === "string" ? this.#node.value : undefined;
  }

  /** Where the characters of a string stand in the file, without their quotes. */
  get range(): { start: number; end: number } {
    const { offset, length } = this.#node;
    return { start: this.#toFile(offset + 1), end: this.#toFile(offset + length - 1) };
  }

  /** The values of an array; none of what is no array. */
  get items(): readonly JsonValue[] {
    return this.#node.type === "array" ? this.#children.map((node) => this.#inner(node)) : [];
  }

  /** The properties of an object; none of what is no object. */
  get entries(): readonly (readonly [string, JsonValue])[] {
    if (this.#node.type !== "object") return [];
    return this.#children.flatMap(({ children: [key, value] = [] }) =>
      key && value ? [[key.value, this.#inner(value)] as const] : [],
    );
  }

  /** The value of a property; of one that is there twice the last, as `JSON.parse` has it. */
  get(key: string): JsonValue | undefined {
    return this.entries.findLast(([name]) => name === key)?.[1];
  }

  /** The JSON that a string holds; nothing when it holds none. */
  get nested(): JsonValue | undefined {
    if (this.string === undefined) return undefined;
    const errors: ParseError[] = [];
    const node = parseTree(this.string, errors, { disallowComments: true });
    if (!node || errors.length > 0) return undefined;
    const begin = this.#node.offset + 1;
    const offsets = offsetsOfCharacters(
      this.#text.slice(begin, this.#node.offset + this.#node.length - 1),
    );
    return new JsonValue(this.string, node, (offset) =>
      this.#toFile(begin + (offsets[offset] ?? 0)),
    );
  }

  get #children(): readonly Node[] {
    return this.#node.children ?? [];
  }

  #inner(node: Node): JsonValue {
    return new JsonValue(this.#text, node, this.#toFile);
  }
}

/** `ValueExpected` becomes `value expected`. */
function inWords(code: ParseErrorCode): string {
  return printParseErrorCode(code)
    .replaceAll(/\B[A-Z]/g, " $&")
    .toLowerCase();
}

/** For each character of a string's value, and for its end, where it stands between the quotes. */
function offsetsOfCharacters(written: string): number[] {
  const starts = [...written.matchAll(/\\u[0-9a-fA-F]{4}|\\.|./gs)].map(({ index }) => index);
  return [...starts, written.length];
}
