import type { Terminal } from "../cli/terminal";
import type { Target } from "./target";
import type { Result } from "./warm-all";

/**
 * Shows progress on standard error: in the status line of a terminal, otherwise in one line for each
 * image.
 */
export class Progress {
  #done = 0;
  #failed = 0;

  constructor(
    private readonly total: number,
    private readonly terminal: Terminal,
  ) {}

  started({ image }: Target): void {
    this.#showStatus(image);
  }

  finished(result: Result): void {
    this.#done += 1;
    if ("failure" in result) this.#failed += 1;
    if (this.terminal.isLive) this.#showStatus(result.target.image);
    else this.terminal.warn(this.#described(result));
  }

  #showStatus(image: string): void {
    const failed = this.#failed > 0 ? `, ${this.#failed} failed` : "";
    this.terminal.status(`${this.#done} of ${this.total} done${failed}: ${image}`);
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
