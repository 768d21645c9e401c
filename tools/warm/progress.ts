import type { Target } from "./target";
import type { Result } from "./warm-all";

/** Where progress is shown: standard error, so that the summary can be kept apart. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const CLEAR_LINE = "\r\u001b[2K";

/** Tells how far it is: on a terminal in one line that changes, elsewhere in a line for each image. */
export class Progress {
  #done = 0;
  #failed = 0;

  constructor(
    private readonly total: number,
    private readonly screen: Screen,
  ) {}

  started({ image }: Target): void {
    if (this.screen.isTTY) this.#showLine(image);
  }

  finished(result: Result): void {
    this.#done += 1;
    if ("failure" in result) this.#failed += 1;
    if (!this.screen.isTTY) this.screen.write(`${this.#described(result)}\n`);
    else this.#showLine(result.target.image);
  }

  /** Leaves the screen to what comes next. */
  end(): void {
    if (this.screen.isTTY) this.screen.write(CLEAR_LINE);
  }

  #showLine(image: string): void {
    const failed = this.#failed > 0 ? `, ${this.#failed} failed` : "";
    const line = `${this.#done} of ${this.total} done${failed}: ${image}`;
    this.screen.write(CLEAR_LINE + line.slice(0, (this.screen.columns || 80) - 1));
  }

  #described(result: Result): string {
    const { target, seconds } = result;
    const place = `[${this.#done}/${this.total}]`;
    if ("failure" in result) {
      return `${place} failed ${target.image}: ${result.failure.message}`;
    }
    const { there, digest } = result.warm;
    return `${place} ${there ? "there" : "warmed"} ${target.image} ${digest.slice(0, 19)} ${seconds} s`;
  }
}
