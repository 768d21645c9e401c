import { setTimeout as sleep } from "node:timers/promises";
import { networkFailure } from "../network/network-failure";
import { type RequestLimits, RequestTimedOut, withinLimits } from "../network/request-limits";
import { fail, WarmFailure } from "./failure";
import { type Manifest, readManifest } from "./manifest";
import { failureOf } from "./refusal";
import {
  type Answer,
  isLoginRefused,
  isTransient,
  readAnswer,
  retryAfter,
} from "./registry-answer";
import type { Login, RegistryLogins } from "./registry-logins";
import type { Target } from "./target";

export interface RegistryClientOptions extends RequestLimits {
  /** How often a failed request is retried. */
  readonly retries: number;
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
}

/** Without all of these, a registry may convert a manifest into one with another digest. */
const ACCEPT = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

/** Requests are given up when the registry asks for a longer wait. All times are in milliseconds. */
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
    const manifest = answer.complete ? readManifest(answer.text) : undefined;
    if (!manifest) {
      throw fail(
        "damaged",
        answer.complete
          ? "the answer is not the manifest of an image"
          : "the answer is larger than 4 MiB, which a manifest may not be",
        "check what answers instead of the registry, such as a proxy or a login page",
      );
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
   * Whether the registry has the manifest with a digest.
   *
   * @throws WarmFailure when the registry does not answer that
   */
  async has(target: Target, digest: string): Promise<boolean> {
    const answer = await this.#send("HEAD", target, digest);
    if (answer.status === 200) return true;
    if (answer.status === 404) return false;
    throw new WarmFailure(failureOf(answer, target));
  }

  /** Waits as long as the client waits between two attempts. */
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
    { host, repository }: Target,
    reference: string,
  ): Promise<Answer | Error> {
    try {
      return await withinLimits(this.options, host, async (signal) =>
        // fetch does not send the credentials along when it is redirected to another host.
        readAnswer(
          await fetch(`${base}/v2/${repository}/manifests/${reference}`, {
            method,
            headers: { accept: ACCEPT, authorization, "user-agent": "ecr-pull-through-cache" },
            signal,
          }),
        ),
      );
    } catch (error) {
      this.options.signal.throwIfAborted();
      if (isNoAnswer(error)) return error;
      throw error;
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

/** `fetch` wraps a network failure in a TypeError with a cause; without one, the error is a bug. */
function isNoAnswer(error: unknown): error is Error {
  if (error instanceof RequestTimedOut) return true;
  return error instanceof TypeError && error.cause instanceof Error;
}

function noAnswer(error: Error, { host }: Target): WarmFailure {
  if (error instanceof RequestTimedOut) {
    const fix = "raise --timeout: the first pull of an image waits for its upstream";
    return fail("no-answer", error.message, fix);
  }
  const { what, fix } = networkFailure(error) ?? {
    what: error.cause instanceof Error ? error.cause.message : error.message,
    fix: "check the network: the registry must be reachable over HTTPS, directly or by VPC endpoints",
  };
  return fail("no-answer", `${host} does not answer: ${what}`, fix);
}
