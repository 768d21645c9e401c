import pico from "picocolors";
import { cleanJson, cleanText } from "./clean-text";
import { wrapText } from "./wrapped-text";

/** Standard output or standard error, or a replacement in a test. */
export interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface TerminalOptions {
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly env: NodeJS.ProcessEnv;
}

/** Functions that colour a text. */
export type Colors = ReturnType<typeof pico.createColors>;

const CLEAR_LINE = "\r\u001b[2K";

/**
 * What a command writes to. On a terminal, text is coloured and wrapped to the width, and progress is
 * shown in a status line. In a pipe, in CI and with `NO_COLOR`, lines are plain.
 *
 * @see https://no-color.org
 */
export class Terminal {
  /** The colours. Without colours on standard output, each returns the text unchanged. */
  readonly colors: Colors;
  readonly #isLive: { readonly stdout: boolean; readonly stderr: boolean };
  #status = "";

  constructor(private readonly options: TerminalOptions) {
    const { stdout, stderr, env } = options;
    const plain = Boolean(env["NO_COLOR"] || env["CI"]) || env["TERM"] === "dumb";
    this.#isLive = {
      stdout: !plain && stdout.isTTY === true,
      stderr: !plain && stderr.isTTY === true,
    };
    this.colors = pico.createColors(this.#isLive.stdout);
  }

  /** Whether standard output is a terminal with colours, so that tables are aligned. */
  get hasColors(): boolean {
    return this.#isLive.stdout;
  }

  /** Whether progress is shown in a status line. */
  get isLive(): boolean {
    return this.#isLive.stderr;
  }

  /** Prints the result for people, on standard output. */
  print(text: string): void {
    this.#write("stdout", this.#forPeople("stdout", text));
  }

  /** Prints the result for programs: a value as JSON. */
  printJson(value: unknown): void {
    this.printExactly(`${cleanJson(value)}\n`);
  }

  /** Prints the result for programs, byte for byte: YAML, a diff. */
  printExactly(text: string): void {
    this.endStatus();
    this.options.stdout.write(text);
  }

  /** Prints what is not part of the result, on standard error. */
  warn(text: string): void {
    this.#write("stderr", this.#forPeople("stderr", text));
  }

  /** Shows progress in the status line, which the next text replaces; nothing where there is none. */
  status(text: string): void {
    if (!this.#isLive.stderr) return;
    const { stderr } = this.options;
    this.#status = cleanText(text).slice(0, (stderr.columns || 80) - 1);
    stderr.write(CLEAR_LINE + this.#status);
  }

  /** Clears the status line. */
  endStatus(): void {
    if (this.#status !== "") this.options.stderr.write(CLEAR_LINE);
    this.#status = "";
  }

  #forPeople(name: "stdout" | "stderr", text: string): string {
    const isLive = this.#isLive[name];
    const clean = cleanText(text, { colors: isLive });
    return isLive ? wrapText(clean, this.options[name].columns || 80) : clean;
  }

  #write(name: "stdout" | "stderr", text: string): void {
    if (text === "") return;
    this.endStatus();
    this.options[name].write(text.endsWith("\n") ? text : `${text}\n`);
  }
}
