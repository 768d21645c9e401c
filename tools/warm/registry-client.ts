import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { fail, failureOf, isThrottled, type RefusedAnswer, WarmFailure } from "./failure";
import type { Login, RegistryLogins } from "./registry-logins";
import type { Target } from "./target";

/** What a tag or a digest leads to: an image, or an index of several. */
export interface Manifest {
  readonly digest: string;
  /** Of an index, the images of its platforms. */
  readonly children: readonly Child[];
}

export interface Child {
  readonly digest: string;
  /** `linux/amd64`, `linux/arm/v7`. */
  readonly platform: string;
}

export interface RegistryClientOptions {
  readonly retries: number;
  /** In milliseconds. */
  readonly timeout: number;
  /** Ends what goes on. */
  readonly signal: AbortSignal;
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
}

/** Without all of these, a registry may convert a manifest into one that has another digest. */
const ACCEPT = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

const LONGEST_WAIT = 120_000;

interface Answer extends RefusedAnswer {
  readonly text: string;
  readonly headers: Headers;
}

/**
 * Reads manifests of registries.
 *
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
 */
export class RegistryClient {
  constructor(
    private readonly logins: RegistryLogins,
    private readonly options: RegistryClientOptions,
  ) {}

  /** @throws WarmFailure */
  async manifest(target: Target, reference: string): Promise<Manifest> {
    const answer = await this.#send("GET", target, reference);
    if (answer.status !== 200) throw new WarmFailure(failureOf(answer, target));
    const digest = `sha256:${createHash("sha256").update(answer.text).digest("hex")}`;
    const said = answer.headers.get("docker-content-digest") ?? digest;
    if (said === digest) return { digest, children: childrenIn(answer.text) };
    throw fail("damaged", `the manifest has the digest ${digest}, not ${said}`, "run it again");
  }

  /**
   * Whether the registry has what a digest stands for.
   * @throws WarmFailure when it does not say
   */
  async has(target: Target, digest: string): Promise<boolean> {
    const answer = await this.#send("HEAD", target, digest);
    if (answer.status === 200) return true;
    if (answer.status === 404) return false;
    throw new WarmFailure(failureOf(answer, target));
  }

  /** Waits as the client does between two tries. */
  async pause(attempt: number): Promise<void> {
    await this.#wait(500 * 2 ** attempt);
  }

  async #send(method: "GET" | "HEAD", target: Target, reference: string): Promise<Answer> {
    const { retries } = this.options;
    let login = await this.logins.of(target);
    let renewed = false;
    for (let attempt = 0; ; ) {
      const answer = await this.#fetch(method, login, target, reference);
      const gone = answer instanceof Error;
      if (!gone && isLoginRefused(answer) && !renewed) {
        renewed = true;
        login = await this.logins.renew(target, login);
        continue;
      }
      if (!gone && !isTransient(answer)) return answer;
      const delay = retryAfter(answer) ?? 500 * 2 ** attempt * (1 + Math.random());
      if (attempt === retries || delay > LONGEST_WAIT) {
        if (gone) throw noAnswer(answer, target);
        return answer;
      }
      attempt += 1;
      await this.#wait(delay);
    }
  }

  async #fetch(
    method: string,
    { base, authorization }: Login,
    { repository }: Target,
    reference: string,
  ): Promise<Answer | Error> {
    const { timeout, signal } = this.options;
    try {
      // fetch leaves the login out where a redirect leads to another host.
      const response = await fetch(`${base}/v2/${repository}/manifests/${reference}`, {
        method,
        headers: { accept: ACCEPT, authorization, "user-agent": "ecr-pull-through-cache" },
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeout)]),
      });
      const text = await response.text();
      return { ...errorIn(text), status: response.status, headers: response.headers, text };
    } catch (error) {
      signal.throwIfAborted();
      return error as Error;
    }
  }

  async #wait(milliseconds: number): Promise<void> {
    const { signal, wait = (time, ends) => sleep(time, undefined, { signal: ends }) } =
      this.options;
    await wait(milliseconds, signal);
  }
}

/** ECR says 401 to a login that it does not know, and something else to one that was good once. */
function isLoginRefused({ status, message }: Answer): boolean {
  return status === 401 || (status === 403 && /token has expired/i.test(message));
}

function isTransient(answer: Answer): boolean {
  return answer.status >= 500 || isThrottled(answer);
}

/** In seconds or as a date; in milliseconds from now. */
function retryAfter(answer: Answer | Error): number | undefined {
  const text = answer instanceof Error ? null : answer.headers.get("retry-after");
  if (text === null) return undefined;
  const time = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isNaN(time) ? undefined : Math.max(0, time);
}

function noAnswer(error: Error, { host }: Target): WarmFailure {
  const late = error.name === "TimeoutError";
  const reason = error.cause instanceof Error ? error.cause.message : error.message;
  return fail(
    "no-answer",
    late ? `${host} did not answer in time` : `${host} does not answer: ${reason}`,
    late
      ? "raise --timeout: the first pull of an image waits for its upstream"
      : "look at the network: the registry is reached over HTTPS, or by VPC endpoints",
  );
}

/** The first error of the protocol's list; an answer of something between may have none. */
function errorIn(text: string): { code: string; message: string } {
  const [error] = (parse(text)?.["errors"] as { code?: unknown; message?: unknown }[]) ?? [];
  return { code: String(error?.code ?? ""), message: String(error?.message ?? "") };
}

function childrenIn(text: string): Child[] {
  const manifests = parse(text)?.["manifests"];
  if (!Array.isArray(manifests)) return [];
  return manifests.map(({ digest, platform }) => ({
    digest: String(digest),
    platform: [platform?.os, platform?.architecture, platform?.variant].filter(Boolean).join("/"),
  }));
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
