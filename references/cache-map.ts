import { registryAt } from "../ecr/registry-address";
import { adviceForHost } from "../ecr/upstream-advice";
import {
  canonicalImageReference,
  familiarImageReference,
  formatImageReference,
  hostOf,
  type ImageReference,
  parseImageReference,
} from "./image-reference";
import { longestPrefix } from "./longest-prefix";

/** The result of mapping a reference: another reference, or the reason why it stays unchanged. */
export type Mapping =
  | { readonly outcome: "mapped"; readonly reference: string }
  | {
      readonly outcome: "left";
      readonly reason: LeftReason;
      /** What the user should do about it, in one sentence. Absent where there is nothing to do. */
      readonly note?: string;
    };

/**
 * Why a reference stays unchanged.
 *
 * - `not-a-reference`: a variable, a template, the empty image `scratch`, a mistake
 * - `local`: a registry on this machine or in a private network, which ECR cannot reach
 * - `cached`: it already points to a cache
 * - `own-registry`: in the registry of the caches, but not under the prefix of a cache
 * - `no-upstream`: no cache covers it
 * - `digest`: it is pinned, and the first pull of an image by digest finds nothing in a cache
 * - `bypassed`: the map bypasses the cache
 * - `not-cached`: on the way back, it does not point to a cache
 * - `root`: on the way back, it may be an image that somebody pushed
 */
export type LeftReason =
  | "not-a-reference"
  | "local"
  | "cached"
  | "own-registry"
  | "no-upstream"
  | "digest"
  | "bypassed"
  | "not-cached"
  | "root";

export interface ToCacheOptions {
  /** Whether to map references with a digest too, because the cache has been warmed. */
  readonly digests?: boolean;
}

/** One cache: the beginning of references to the upstream, and of those to the cache. */
interface Entry {
  readonly upstream: string;
  readonly cache: string;
}

const LOCAL =
  /^([^.:[]+|\[.*\]|(127|10)\.\d+\.\d+\.\d+|(192\.168|172\.(1[6-9]|2\d|3[01]))\.\d+\.\d+|[^:]+\.(local|localhost|internal|svc))(:|$)/;

/**
 * Which upstream is cached where. Maps references to an upstream to references to its cache, and back.
 *
 * @see docs/use.md
 */
export class CacheMap {
  readonly #entries: readonly Entry[];
  /** The entries with a cache, each with the usual host of its registry. */
  readonly #caches: readonly Entry[];

  /**
   * @param registries the output `ecr_cache_registries`: for the beginning of references (`docker.io`,
   *   or a host and a path), the address to pull from instead
   */
  constructor(registries: Readonly<Record<string, string>>) {
    this.#entries = Object.entries(registries).map(([upstream, cache]) => ({ upstream, cache }));
    this.#caches = this.#entries
      .filter(({ upstream, cache }) => upstream !== cache)
      .map(({ upstream, cache }) => ({ upstream, cache: atUsualHost(cache) }));
  }

  /** The upstreams and their caches. */
  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /**
   * Maps a reference to the cache. The entry for the host as it is written comes first, then the one for
   * the usual host of the same registry: `ghcr.io` covers `lscr.io`.
   */
  toCache(text: string, { digests = false }: ToCacheOptions = {}): Mapping {
    const reference = parseImageReference(text);
    if (!reference || text === "scratch") return left("not-a-reference");
    const { host } = reference;
    if (LOCAL.test(host)) return left("local");
    if (this.cacheOf(reference)) return left("cached");
    const own = atUsualHost(host);
    if (this.#caches.some(({ cache }) => hostOf(cache) === own)) return left("own-registry");
    for (const written of [reference, canonicalImageReference(reference)]) {
      const entry = longestPrefix(nameOf(written), this.#entries, ({ upstream }) => upstream);
      if (entry) return through(entry, written, digests);
    }
    return left("no-upstream", `no cache covers ${host}: ${adviceForHost(host)}`);
  }

  /** Maps a reference to the cache back to the upstream, in the familiar form for Docker Hub. */
  toUpstream(text: string): Mapping {
    const reference = parseImageReference(text);
    if (!reference) return left("not-a-reference");
    const entry = this.cacheOf(reference);
    if (!entry) return left("not-cached");
    const { upstream, cache } = entry;
    if (!cache.includes("/")) return left("root", ROOT_NOTE);
    const rest = atUsualHost(formatImageReference(reference)).slice(cache.length);
    const found = parseImageReference(upstream + rest);
    return found ? mapped(familiarImageReference(found)) : left("not-a-reference");
  }

  /** The cache that a reference points to, by any host of the cache's registry. */
  cacheOf(reference: ImageReference): Entry | undefined {
    return longestPrefix(atUsualHost(nameOf(reference)), this.#caches, ({ cache }) => cache);
  }
}

const DIGEST_NOTE =
  "it is pinned to a digest, which a cache only has after a pull by tag: warm the cache with the tag, then use --digests";

const ROOT_NOTE =
  "images in a cache with the prefix ROOT cannot be told apart from your own: change it back by hand if it comes from the upstream";

function mapped(reference: string): Mapping {
  return { outcome: "mapped", reference };
}

function left(reason: LeftReason, note?: string): Mapping {
  return { outcome: "left", reason, note };
}

/** The name without tag and digest, which prefixes are compared with. */
function nameOf({ host, repository }: ImageReference): string {
  return formatImageReference({ host, repository });
}

/** Replaces the host of a private ECR registry by its usual one, which outputs contain. */
function atUsualHost(name: string): string {
  const host = hostOf(name);
  const found = registryAt(host);
  return found?.registry === "ecr" ? found.host + name.slice(host.length) : name;
}

function through({ upstream, cache }: Entry, reference: ImageReference, digests: boolean): Mapping {
  if (upstream === cache) return left("bypassed");
  if (reference.digest !== undefined && !digests) return left("digest", DIGEST_NOTE);
  return mapped(cache + formatImageReference(reference).slice(upstream.length));
}
