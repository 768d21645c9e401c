import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** What a route gets: the parts of its path in parentheses, the query, the body. */
export interface Asked {
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
  readonly body: Record<string, unknown>;
}

/** "GET /repos/…", as a regular expression, and what answers it. */
export type Routes = Readonly<Record<string, (asked: Asked) => Answer>>;

/** A strict stand-in of a REST API on loopback: what it does not know does not exist. */
export class StandIn {
  /** Each request so far: "GET /path?query". */
  readonly requests: string[] = [];
  /** What happens to the next requests, in order: another answer, "lost" after it was made, nothing. */
  readonly disturbances: (Answer | "lost" | undefined)[] = [];
  base = "";
  /** The APIs give up to 100 entries; a few show as well that all pages are read. */
  pageSize = 2;
  readonly #server = createServer((request, response) => {
    this.#respond(request, response).catch(() => response.destroy());
  });

  constructor(
    private readonly authorized: (headers: IncomingMessage["headers"]) => boolean,
    private readonly routes: Routes,
  ) {}

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    this.base = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  /** The page of a list that was asked for, with the address of the next one. */
  page(path: string, query: URLSearchParams, list: readonly unknown[]): Answer {
    const size = Math.min(Number(query.get("per_page") ?? 30), this.pageSize);
    const page = Number(query.get("page") ?? 1);
    const next = new URLSearchParams(query);
    next.set("page", String(page + 1));
    const more = page * size < list.length;
    return {
      status: 200,
      body: list.slice((page - 1) * size, page * size),
      ...(more && {
        headers: { link: `<${this.base}${path}?${next}>; rel="next", <x>; rel="last"` },
      }),
    };
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", this.base);
    this.requests.push(`${request.method} ${request.url}`);
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const disturbance = this.disturbances.shift();
    const answer =
      disturbance === undefined || disturbance === "lost"
        ? this.#answer(request, url, Buffer.concat(chunks).toString("utf8"))
        : disturbance;
    if (disturbance === "lost") return void response.destroy();
    const { status, body, headers } = answer;
    response.writeHead(status, headers);
    response.end(body instanceof Uint8Array ? body : JSON.stringify(body ?? {}));
  }

  #answer({ method, headers }: IncomingMessage, url: URL, text: string): Answer {
    if (!this.authorized(headers)) return { status: 401, body: { message: "Bad credentials" } };
    for (const [route, handle] of Object.entries(this.routes)) {
      const found = new RegExp(`^${route}$`).exec(`${method} ${url.pathname}`);
      if (!found) continue;
      const body = text === "" ? {} : JSON.parse(text);
      return handle({ parts: found.slice(1), query: url.searchParams, body });
    }
    return { status: 404, body: { message: "Not Found" } };
  }
}

/** Refuses a body that has other members than these, or members of another type. */
export function mistaken(
  body: Record<string, unknown>,
  members: Readonly<Record<string, "string" | "string?" | "list?">>,
): Answer | undefined {
  const wrong = [
    ...Object.keys(body).filter((name) => !(name in members)),
    ...Object.entries(members)
      .filter(([name, type]) => !fits(body[name], type))
      .map(([name]) => name),
  ];
  if (wrong.length === 0) return undefined;
  return { status: 422, body: { message: "Validation Failed", errors: wrong } };
}

function fits(value: unknown, type: string): boolean {
  if (value === undefined) return type.endsWith("?");
  return type === "list?" ? Array.isArray(value) : typeof value === "string" && value !== "";
}
