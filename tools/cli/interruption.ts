import { EXIT } from "./exit-code";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** What a command's work is ended with. */
export class Interrupted extends Error {}

/**
 * Ends a command when somebody interrupts it. The first signal ends everything that listens to
 * `signal`; what was begun with `endsWell` is waited for. The same signal again ends the process, and
 * another one does not: a runner that cancels a job sends SIGINT and, soon after, SIGTERM.
 */
export class Interruption {
  readonly #controller = new AbortController();
  readonly #rejected: Promise<never>;
  #reject: (reason: Interrupted) => void = () => {};
  #endingWell = 0;
  #received: NodeJS.Signals | undefined;
  #isRegularEnd = false;

  constructor() {
    this.#rejected = new Promise((_, reject) => {
      this.#reject = reject;
    });
    this.#rejected.catch(() => {});
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether work was broken off. */
  get hasBrokenOff(): boolean {
    return this.#received !== undefined && !this.#isRegularEnd;
  }

  /** Hears the signals of this process. */
  listen(): void {
    for (const signal of SIGNALS) process.on(signal, () => this.receive(signal));
  }

  receive(signal: NodeJS.Signals): void {
    if (this.#received === signal) process.exit(EXIT.interrupted);
    if (this.#received) return;
    this.#received = signal;
    this.#controller.abort(new Interrupted(signal));
    if (this.#endingWell === 0) this.#reject(new Interrupted(signal));
  }

  /** Does work to its own end even when it is interrupted: it hears of that by `signal`. */
  async endsWell<T>(work: () => Promise<T>): Promise<T> {
    this.#endingWell += 1;
    try {
      return await work();
    } finally {
      this.#endingWell -= 1;
      if (this.#received && this.#endingWell === 0) this.#reject(new Interrupted(this.#received));
    }
  }

  /** Waits for the signal that is the regular end of a server. */
  async regularEnd(): Promise<void> {
    this.#isRegularEnd = true;
    this.#endingWell += 1;
    if (this.signal.aborted) return;
    await new Promise((resolve) => {
      this.signal.addEventListener("abort", resolve, { once: true });
    });
  }

  /** @throws Interrupted as soon as somebody interrupts, unless something has to end well first */
  async orInterrupted<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.#rejected]);
  }
}
