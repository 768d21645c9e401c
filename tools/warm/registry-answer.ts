import { isThrottled, type RefusedAnswer } from "./failure";
import { jsonObject } from "./json-object";

/** What a registry answered, whether it is a manifest or a refusal. */
export interface Answer extends RefusedAnswer {
  readonly text: string;
  readonly headers: Headers;
}

export async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  return { ...errorIn(text), status: response.status, headers: response.headers, text };
}

/** ECR says 401 to a login that it does not know, and more to one that was good once. */
export function isLoginRefused({ status, message }: Answer): boolean {
  return status === 401 || /authorization token has expired/i.test(message);
}

/** What may be over the next time. */
export function isTransient(answer: Answer): boolean {
  return answer.status >= 500 || isThrottled(answer);
}

/**
 * How long a registry asks to be left alone, in seconds or as a date.
 * @returns milliseconds from now
 */
export function retryAfter({ headers }: Answer): number | undefined {
  const text = headers.get("retry-after");
  if (text === null) return undefined;
  const time = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isNaN(time) ? undefined : Math.max(0, time);
}

/** The first error of the protocol's list; an answer of something between may have none. */
function errorIn(text: string): { code: string; message: string } {
  const [error] = (jsonObject(text)?.["errors"] as { code?: unknown; message?: unknown }[]) ?? [];
  return { code: String(error?.code ?? ""), message: String(error?.message ?? "") };
}
