/** A word of a Dockerfile as it is written, and where. */
export interface Word {
  readonly text: string;
  readonly start: number;
}

/** A part of a word: text, or a variable with the parts of its value. */
export type Part = Literal | Variable;

export interface Literal {
  readonly text: string;
  readonly start: number;
}

export interface Variable {
  readonly name: string;
  /** The value that stands in the file; a build may be given another one. */
  readonly value?: readonly Part[];
}

/** The build arguments before the first `FROM`, each with its default; the last of a name counts. */
export type Arguments = ReadonlyMap<string, readonly Part[] | undefined>;

const PART =
  /\$\{(?<braced>\w+)(?<fallback>:?-(?<text>[^${}\\`'"\s]*))?\}|\$(?<bare>\w+)|(?<literal>[^$\\`'"\s]+)/y;

/**
 * The parts of a word; whether quotes are around it or not makes no difference.
 *
 * @returns nothing when it is written in another way than images are: with escapes, over several
 *   lines, or with an operator of the shell
 */
export function partsOf(word: Word, defaults: Arguments): readonly Part[] | undefined {
  const { text, start } = unquoted(word);
  const parts: Part[] = [];
  let at = 0;
  while (at < text.length) {
    PART.lastIndex = at;
    const match = PART.exec(text);
    if (!match) return undefined;
    parts.push(partOf(match, start, defaults));
    at = PART.lastIndex;
  }
  return parts;
}

function partOf(match: RegExpExecArray, start: number, defaults: Arguments): Part {
  const { literal, braced, bare, fallback, text = "" } = match.groups ?? {};
  if (literal !== undefined) return { text: literal, start: start + match.index };
  const name = braced ?? bare ?? "";
  const value = defaults.get(name);
  if (value || fallback === undefined) return { name, ...(value && { value }) };
  const inBraces = start + match.index + match[0].length - 1 - text.length;
  return { name, value: [{ text, start: inBraces }] };
}

/** Nothing is a variable between single quotes. */
function unquoted({ text, start }: Word): Word {
  const inner = (/^"(.*)"$/.exec(text) ?? /^'([^$]*)'$/.exec(text))?.[1];
  return inner === undefined ? { text, start } : { text: inner, start: start + 1 };
}

/** What a build without arguments takes these parts for; nothing when one has no value in the file. */
export function textOf(parts: readonly Part[]): string | undefined {
  const values = parts.map((part) =>
    "name" in part ? part.value && textOf(part.value) : part.text,
  );
  return values.includes(undefined) ? undefined : values.join("");
}

/** The first variable without a value in the file. */
export function unknownIn(parts: readonly Part[]): string | undefined {
  for (const part of parts) {
    if (!("name" in part)) continue;
    const unknown = part.value ? unknownIn(part.value) : part.name;
    if (unknown !== undefined) return unknown;
  }
  return undefined;
}

/** The names of all variables, also those in values. */
export function variablesIn(parts: readonly Part[]): string[] {
  return parts.flatMap((part) =>
    "name" in part ? [part.name, ...variablesIn(part.value ?? [])] : [],
  );
}
