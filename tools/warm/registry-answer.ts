import * as z from "zod";
import { parseJson } from "../json";
import { type BoundedText, readUpTo } from "../network/bounded-text";
import { isThrottled, type RefusedAnswer } from "./refusal";

/** The answer of a registry: a manifest or an error. */
export interface Answer extends RefusedAnswer, BoundedText {
  readonly headers: Headers;
}

/** The largest manifest that registries accept, in bytes. */
const LARGEST_MANIFEST = 4 * 1024 * 1024;
const LARGEST_ERROR = 64 * 1024;

/** @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pushing-manifests */
export async function readAnswer(response: Response): Promise<Answer> {
  const { status, headers, ok } = response;
  const body = await readUpTo(ok ? LARGEST_MANIFEST : LARGEST_ERROR, response);
  return { ...body, ...(ok ? NO_ERROR : errorIn(body.text)), status, headers };
}

/** ECR answers 401 to an unknown login, and with a message to one that has expired. */
export function isLoginRefused({ status, message }: Answer): boolean {
  return status === 401 || /authorization token has expired/i.test(message);
}

/** Whether a retry may succeed. */
export function isTransient(answer: Answer): boolean {
  return answer.status >= 500 || isThrottled(answer);
}

/**
 * The wait that a registry asks for in `Retry-After`, in seconds or as a date.
 *
 * @returns milliseconds from now
 */
export function retryAfter({ headers }: Answer): number | undefined {
  const text = headers.get("retry-after");
  if (text === null) return undefined;
  // JavaScript takes "-5" and "1.5" for dates, too.
  if (!/^(\d+$|[A-Z][a-z]+, )/.test(text)) return undefined;
  const time = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isNaN(time) ? undefined : Math.max(0, time);
}

const NO_ERROR = { code: "", message: "" };

const ERRORS = z.object({
  errors: z
    .tuple([z.object({ code: z.string().catch(""), message: z.string().catch("") })])
    .rest(z.unknown()),
});

/** The first error in the protocol's list. A proxy that answers instead of the registry may send none. */
function errorIn(text: string): { code: string; message: string } {
  return ERRORS.safeParse(parseJson(text)).data?.errors[0] ?? NO_ERROR;
}
