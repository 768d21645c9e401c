import { setTimeout as sleep } from "node:timers/promises";
import { fail, failureOf, WarmFailure } from "./failure";
import { type Manifest, readManifest } from "./manifest";
import {
  type Answer,
  isLoginRefused,
  isTransient,
  readAnswer,
  retryAfter,
} from "./registry-answer";
import type { Login, RegistryLogins } from "./registry-logins";
import type { Target } from "./target";

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

/** Who asks for more patience is given up. */
const LONGEST_WAIT = 120_000;
const LONGEST_BACKOFF = 30_000;

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
    const manifest = readManifest(answer.text);
    if (!manifest) {
      throw fail("damaged", "the answer is no manifest", "look what stands between: a proxy?");
    }
    const said = answer.headers.get("docker-content-digest") ?? manifest.digest;
    if (said === manifest.digest) return manifest;
    throw fail(
      "damaged",
      `the manifest's digest is ${manifest.digest}, not ${said}`,
      "run it again",
    );
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
    await this.#wait(backoff(attempt));
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
      const delay =
        (gone ? undefined : retryAfter(answer)) ?? backoff(attempt) * (1 + Math.random());
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
      return await readAnswer(response);
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

/** In milliseconds. */
function backoff(attempt: number): number {
  return Math.min(500 * 2 ** attempt, LONGEST_BACKOFF);
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
