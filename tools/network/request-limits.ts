import { setMaxListeners } from "node:events";

/** What ends a request before its answer is complete. */
export interface RequestLimits {
  /** Ends the request at once, as Ctrl-C does. */
  readonly signal: AbortSignal;
  /** How long one request may take, up to the last byte of its answer, in milliseconds. */
  readonly timeout: number;
}

/** A request whose answer was not complete in time. The name is none that the AWS SDK retries. */
export class RequestTimedOut extends Error {
  override readonly name = "RequestTimedOut";

  constructor(server: string, timeout: number) {
    super(`${server} did not answer within ${timeout / 1000} s`);
  }
}

/**
 * Makes one request, and ends it when it takes too long or is interrupted.
 *
 * `AbortSignal.any([signal, AbortSignal.timeout(…)])` would do the same, but on Node.js 20 the garbage
 * collector takes its timeout away. Here the running timer holds the controller.
 *
 * @param server who is asked, for the message
 * @param request has to stop when the signal that it is given aborts
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

/** What a promise comes to; or, as soon as the signal aborts, the signal's reason as an error. */
export function unlessAborted<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    promise.then(resolve, reject).finally(onAbort(signal, abort));
  });
}

/** @returns what ends the listening */
function onAbort(signal: AbortSignal, listener: () => void): () => void {
  // Of the requests that are made at the same time, each listens: that is no leak.
  setMaxListeners(0, signal);
  signal.addEventListener("abort", listener);
  return () => signal.removeEventListener("abort", listener);
}
