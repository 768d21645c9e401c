import { EXIT } from "./exit-code";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** The reason with which the work of an interrupted command is aborted. */
export class Interrupted extends Error {}

/**
 * Shuts a command down gracefully when it is interrupted. The first signal aborts everything that
 * listens to `signal`, and work that was started with `letFinish` is waited for. The same signal again
 * exits at once. A different one does not: a CI runner that cancels a job sends SIGINT and, soon after,
 * SIGTERM.
 */
export class Interruption {
  readonly #controller = new AbortController();
  readonly #rejected: Promise<never>;
  #reject: (reason: Interrupted) => void = () => {};
  #unfinished = 0;
  #received: NodeJS.Signals | undefined;
  #isServer = false;

  constructor() {
    this.#rejected = new Promise((_, reject) => {
      this.#reject = reject;
    });
    this.#rejected.catch(() => {});
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether the command was interrupted before it had ended by itself. */
  get isInterrupted(): boolean {
    return this.#received !== undefined && !this.#isServer;
  }

  /** Handles the signals of this process. */
  listen(): void {
    for (const signal of SIGNALS) process.on(signal, () => this.receive(signal));
  }

  receive(signal: NodeJS.Signals): void {
    if (this.#received === signal) process.exit(EXIT.interrupted);
    if (this.#received) return;
    this.#received = signal;
    this.#controller.abort(new Interrupted(signal));
    if (this.#unfinished === 0) this.#reject(new Interrupted(signal));
  }

  /** Waits for work to finish by itself, even when interrupted; the work can listen to `signal`. */
  async letFinish<T>(work: () => Promise<T>): Promise<T> {
    this.#unfinished += 1;
    try {
      return await work();
    } finally {
      this.#unfinished -= 1;
      if (this.#received && this.#unfinished === 0) this.#reject(new Interrupted(this.#received));
    }
  }

  /** Waits for the signal with which a server is stopped, as its regular end. */
  async stopSignal(): Promise<void> {
    this.#isServer = true;
    this.#unfinished += 1;
    if (this.signal.aborted) return;
    await new Promise((resolve) => {
      this.signal.addEventListener("abort", resolve, { once: true });
    });
  }

  /**
   * Waits for work, or for an interruption.
   *
   * @throws Interrupted at once when interrupted, or when everything in `letFinish` has finished
   */
  async orInterrupted<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.#rejected]);
  }
}
