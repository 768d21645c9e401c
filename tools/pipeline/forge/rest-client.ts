import { setTimeout as sleep } from "node:timers/promises";
import type * as z from "zod";
import { UserError } from "../../cli/user-error";

/** One call, with what its error messages say about it. */
export interface Call {
  readonly method?: "GET" | "POST" | "PATCH" | "PUT";
  /** The path after the API's base, or a whole URL on the same server. */
  readonly path: string;
  readonly body?: unknown;
  /** Whether the call is idempotent. @default true unless it is a POST */
  readonly repeatable?: boolean;
  /** Completes "could not …". */
  readonly what: string;
  /** The permission that the token needs. */
  readonly needs: string;
}

export interface RestClientOptions {
  /** The name of the server in messages: "GitHub". */
  readonly name: string;
  readonly base: string;
  /** Only sent to this server, not to others that it redirects to. */
  readonly headers: Readonly<Record<string, string>>;
  /** The advice for a token that is refused. */
  readonly tokenHint: string;
  readonly wait?: (milliseconds: number) => Promise<unknown>;
}

const ATTEMPTS = 4;
const LONGEST_WAIT = 60_000;
const TIMEOUT = 30_000;
/** In bytes. A record has some kilobytes; this is far more, but does not fill the disk of a runner. */
const LONGEST_DOWNLOAD = 50 * 1024 * 1024;

/** The answer to a POST was lost, so that its effect is unknown. */
export class UnsureError extends UserError {}

/** A client of a REST API. It retries idempotent calls, and explains refusals. */
export class RestClient {
  constructor(private readonly options: RestClientOptions) {}

  async json<T>(call: Call, schema: z.ZodType<T>): Promise<T> {
    return this.#parse(await this.#send(call), call, schema);
  }

  /** All entries of a paginated list. */
  async *pages<T>(call: Call, schema: z.ZodType<readonly T[]>): AsyncGenerator<T> {
    let path: string | undefined = call.path;
    while (path !== undefined) {
      const response: Response = await this.#send({ ...call, path });
      yield* await this.#parse(response, call, schema);
      path = nextPage(response);
    }
  }

  async download(call: Call): Promise<Uint8Array> {
    const response = await this.#send(call);
    const length = Number(response.headers.get("content-length") ?? 0);
    const bytes = length > LONGEST_DOWNLOAD ? undefined : await response.arrayBuffer();
    if (bytes && bytes.byteLength <= LONGEST_DOWNLOAD) return new Uint8Array(bytes);
    throw new UserError(`${this.#failed(call)}: it has more than ${LONGEST_DOWNLOAD} bytes.`);
  }

  async #send(call: Call): Promise<Response> {
    const repeatable = call.repeatable ?? call.method !== "POST";
    for (let attempt = 1; ; attempt++) {
      const last = attempt === ATTEMPTS;
      const response = await this.#fetch(call).catch((error: Error) => error);
      if (response instanceof Error) {
        const reason = `${this.#failed(call)}: no answer (${causeOf(response)}).`;
        if (!repeatable) throw new UnsureError(reason);
        if (last) throw new UserError(reason);
        await this.#wait(attempt);
      } else if (response.ok) {
        return response;
      } else if (isLimit(response) || (repeatable && response.status >= 500)) {
        if (last || !(await this.#wait(attempt, response)))
          throw await this.#refusal(call, response);
      } else {
        throw await this.#refusal(call, response);
      }
    }
  }

  async #fetch({ method = "GET", path, body }: Call): Promise<Response> {
    const { base, headers } = this.options;
    const url = this.#url(path);
    const response = await fetch(url, {
      method,
      headers: {
        ...headers,
        "user-agent": "ecr-pull-through-cache",
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT),
    });
    const location = response.headers.get("location");
    if (method !== "GET" || response.status < 300 || response.status > 399 || !location) {
      return response;
    }
    // Files are on another server, at a signed URL. The token must not be sent there.
    const target = new URL(location, url);
    const own = target.origin === new URL(base).origin;
    return fetch(target, {
      ...(own && { headers }),
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT),
    });
  }

  /** @throws for an address on another server: the token would go there */
  #url(path: string): URL {
    const { base, name } = this.options;
    if (path.startsWith("/")) return new URL(`${base.replace(/\/$/, "")}${path}`);
    const url = new URL(path);
    if (url.origin === new URL(base).origin) return url;
    throw new UserError(`${name} leads to ${url.origin}, which is not ${new URL(base).origin}.`);
  }

  /** @returns whether the wait was worth it: not, when the server asks for too long a one */
  async #wait(attempt: number, response?: Response): Promise<boolean> {
    const asked = Number(response?.headers.get("retry-after") ?? Number.NaN) * 1000;
    const milliseconds = Number.isNaN(asked) ? 500 * 2 ** attempt : asked;
    if (milliseconds > LONGEST_WAIT) return false;
    await response?.body?.cancel();
    await (this.options.wait ?? sleep)(milliseconds);
    return true;
  }

  async #parse<T>(response: Response, call: Call, schema: z.ZodType<T>): Promise<T> {
    const body: unknown = await response.json().catch(() => undefined);
    const result = schema.safeParse(body);
    if (result.success) return result.data;
    const [issue] = result.error.issues;
    throw new UserError(
      `${this.#failed(call)}: the answer is not as documented (${issue?.path.join(".") || "body"}: ${issue?.message}).`,
    );
  }

  async #refusal(call: Call, response: Response): Promise<UserError> {
    const { status } = response;
    const text = `${this.#failed(call)}: ${status}${await said(response)}.`;
    if (status >= 500 && call.method === "POST" && !call.repeatable) return new UnsureError(text);
    return new UserError(`${text}${this.#advice(call, response)}`);
  }

  #failed({ method = "GET", path, what }: Call): string {
    const { pathname } = this.#url(path);
    return `${this.options.name} could not ${what} (${method} ${pathname})`;
  }

  #advice({ needs }: Call, response: Response): string {
    if (isLimit(response)) return " Too many requests: run the job again later.";
    if (response.status === 401) return ` ${this.options.tokenHint}`;
    if (response.status === 403) return ` The token must be allowed to: ${needs}.`;
    if (response.status === 404) {
      return ` It does not exist, or the token may not see it; it must be allowed to: ${needs}.`;
    }
    return "";
  }
}

/** Whether a rate limit applies. GitHub may also answer 403 then. */
function isLimit({ status, headers }: Response): boolean {
  if (status === 429) return true;
  const limited = headers.has("retry-after") || headers.get("x-ratelimit-remaining") === "0";
  return status === 403 && limited;
}

/** The message of the server. Both forges send `message`, which may be an object in GitLab. */
async function said(response: Response): Promise<string> {
  const body = (await response.json().catch(() => undefined)) as
    | { message?: unknown; error?: unknown; errors?: unknown }
    | undefined;
  const message = body?.message ?? body?.error;
  if (message === undefined) return "";
  const text = typeof message === "string" ? message : JSON.stringify(message);
  return `, ${text.replace(/\.$/, "")}${body?.errors ? ` ${JSON.stringify(body.errors)}` : ""}`;
}

function nextPage(response: Response): string | undefined {
  const links = response.headers.get("link") ?? "";
  return /<([^>]+)>;\s*rel="next"/.exec(links)?.[1];
}

function causeOf(error: Error): string {
  return error.cause instanceof Error ? error.cause.message : error.message;
}
