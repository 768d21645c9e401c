import * as z from "zod";
import { type BoundedText, readUpTo } from "../network/bounded-text";
import { parseJson } from "./json";
import { isThrottled, type RefusedAnswer } from "./refusal";

/** What a registry answered, whether it is a manifest or a refusal. */
export interface Answer extends RefusedAnswer, BoundedText {
  readonly headers: Headers;
}

/** As much as registries accept of a manifest, in bytes. */
const LARGEST_MANIFEST = 4 * 1024 * 1024;
const LARGEST_ERROR = 64 * 1024;

/** @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pushing-manifests */
export async function readAnswer(response: Response): Promise<Answer> {
  const { status, headers, ok } = response;
  const body = await readUpTo(ok ? LARGEST_MANIFEST : LARGEST_ERROR, response);
  return { ...body, ...(ok ? NO_ERROR : errorIn(body.text)), status, headers };
}

/** ECR says 401 to a login that it does not know, and more to one that was good once. */
export function isLoginRefused({ status, message }: Answer): boolean {
  return status === 401 || /authorization token has expired/i.test(message);
}

/** What may have passed the next time. */
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

/** The first error of the protocol's list. What answers in the registry's place may send none. */
function errorIn(text: string): { code: string; message: string } {
  return ERRORS.safeParse(parseJson(text)).data?.errors[0] ?? NO_ERROR;
}
