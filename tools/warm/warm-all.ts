import { type Failure, WarmFailure } from "./failure";
import type { Target } from "./target";
import type { Warm } from "./warm-image";

/** The result for one image. */
export type Result = {
  readonly target: Target;
  readonly seconds: number;
} & ({ readonly warm: Warm } | { readonly failure: Failure });

export interface WarmAllOptions {
  readonly concurrency: number;
  readonly signal: AbortSignal;
  readonly warm: (target: Target) => Promise<Warm>;
  readonly onStart: (target: Target) => void;
  readonly onResult: (result: Result) => void;
}

/** Warms images, several at the same time, until all are done or the command is interrupted. */
export async function warmAll(targets: readonly Target[], options: WarmAllOptions): Promise<void> {
  const waiting = targets.values();
  const worker = async () => {
    for (const target of waiting) {
      if (options.signal.aborted) return;
      options.onStart(target);
      const result = await warmOne(target, options);
      if (result) options.onResult(result);
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, worker));
}

/** @returns nothing for an image that was not finished when the command was interrupted */
async function warmOne(target: Target, options: WarmAllOptions): Promise<Result | undefined> {
  const began = performance.now();
  const taken = () => ({ target, seconds: Math.round((performance.now() - began) / 100) / 10 });
  try {
    const warm = await options.warm(target);
    return { ...taken(), warm };
  } catch (error) {
    if (options.signal.aborted) return undefined;
    if (error instanceof WarmFailure) return { ...taken(), failure: error.failure };
    throw error;
  }
}
