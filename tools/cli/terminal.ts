import pico from "picocolors";
import { cleanJson, cleanText } from "./clean-text";
import { wrapText } from "./wrapped-text";

/** Standard output or standard error, or what takes their place in a test. */
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

/** Ways to colour a text. */
export type Colors = ReturnType<typeof pico.createColors>;

const CLEAR_LINE = "\r\u001b[2K";

/**
 * Where a command writes to. On a terminal text is coloured, wrapped to its width, and progress is
 * shown in a line that changes; in a pipe, with `NO_COLOR` and in CI there are plain lines.
 *
 * @see https://no-color.org
 */
export class Terminal {
  /** The colours: each gives the text back as it is where standard output shows none. */
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

  /** Whether standard output is a terminal that shows colours, and tables are for eyes. */
  get hasColors(): boolean {
    return this.#isLive.stdout;
  }

  /** Whether progress is shown in a line that changes. */
  get isLive(): boolean {
    return this.#isLive.stderr;
  }

  /** The answer, for people: lines on standard output. */
  print(text: string): void {
    this.#write("stdout", this.#forPeople("stdout", text));
  }

  /** The answer, for programs: a value as JSON. */
  printJson(value: unknown): void {
    this.printExactly(`${cleanJson(value)}\n`);
  }

  /** The answer, for programs: YAML, a diff, byte for byte. */
  printExactly(text: string): void {
    this.endStatus();
    this.options.stdout.write(text);
  }

  /** What is no part of the answer: lines on standard error. */
  warn(text: string): void {
    this.#write("stderr", this.#forPeople("stderr", text));
  }

  /** Tells how far the command is, in a line that the next one takes the place of; nothing elsewhere. */
  status(text: string): void {
    if (!this.#isLive.stderr) return;
    const { stderr } = this.options;
    this.#status = cleanText(text).slice(0, (stderr.columns || 80) - 1);
    stderr.write(CLEAR_LINE + this.#status);
  }

  /** Takes the changing line away. */
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
