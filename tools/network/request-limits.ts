import { setMaxListeners } from "node:events";

/** The limits of a request. */
export interface RequestLimits {
  /** Aborts the request at once, for example on Ctrl-C. */
  readonly signal: AbortSignal;
  /** The time for one request, including the last byte of its answer, in milliseconds. */
  readonly timeout: number;
}

/** The answer was not complete in time. The AWS SDK does not retry errors with this name. */
export class RequestTimedOut extends Error {
  override readonly name = "RequestTimedOut";

  constructor(server: string, timeout: number) {
    super(`${server} did not answer within ${timeout / 1000} s`);
  }
}

/**
 * Makes one request, and aborts it when it takes too long or is interrupted.
 *
 * `AbortSignal.any([signal, AbortSignal.timeout(…)])` would do the same, but on Node.js 20 its timeout
 * can be garbage-collected. Here, the running timer keeps the controller alive.
 *
 * @param server the name of the server, for the message
 * @param request must stop when the signal that it gets is aborted
 * @throws RequestTimedOut, or the reason of `signal`
 */
export async function withinLimits<T>(
  { signal, timeout }: RequestLimits,
  server: string,
  request: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const controller = new AbortController();
  const interrupt = () => controller.abort(signal.reason);
  const timer = setTimeout(() => controller.abort(new RequestTimedOut(server, timeout)), timeout);
  const stopListening = onAbort(signal, interrupt);
  try {
    return await unlessAborted(controller.signal, request(controller.signal));
  } finally {
    clearTimeout(timer);
    stopListening();
  }
}

/** Waits for a promise; rejects with the reason of the signal as soon as it is aborted. */
export function unlessAborted<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    promise.then(resolve, reject).finally(onAbort(signal, abort));
  });
}

/** @returns a function that removes the listener */
function onAbort(signal: AbortSignal, listener: () => void): () => void {
  // Each concurrent request adds a listener: that is not a leak.
  setMaxListeners(0, signal);
  signal.addEventListener("abort", listener);
  return () => signal.removeEventListener("abort", listener);
}
