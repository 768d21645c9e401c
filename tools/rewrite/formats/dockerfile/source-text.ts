import type { Word } from "./word";

interface Position {
  readonly line: number;
  readonly character: number;
}

/** From a position up to another one. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** The text of a file, with what stands between two positions in it. */
export class SourceText {
  readonly text: string;
  readonly #lines: readonly number[];

  constructor(file: string) {
    // BuildKit skips a byte order mark, the parser does not.
    this.text = file.replace(/^\uFEFF/, " ");
    const ends = [...this.text.matchAll(/\r\n|\n|\r/g)];
    this.#lines = [0, ...ends.map(({ 0: end, index }) => index + end.length)];
  }

  word({ start, end }: Range): Word {
    const from = this.#offset(start);
    return { text: this.text.slice(from, this.#offset(end)), start: from };
  }

  #offset({ line, character }: Position): number {
    return (this.#lines[line] ?? this.text.length) + character;
  }
}
