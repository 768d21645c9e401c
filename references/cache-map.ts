import { registryAt } from "../ecr/registry-address";
import { adviceForHost } from "../ecr/upstream-advice";
import {
  canonicalImageReference,
  familiarImageReference,
  formatImageReference,
  type ImageReference,
  parseImageReference,
} from "./image-reference";
import { longestPrefix } from "./longest-prefix";

/** What the text of a reference becomes, or why it stays as it is. */
export type Mapping =
  | { readonly outcome: "mapped"; readonly reference: string }
  | {
      readonly outcome: "left";
      readonly reason: LeftReason;
      /** What somebody should do about it: one sentence. Absent where all is well as it is. */
      readonly note?: string;
    };

/**
 * Why a reference stays as it is.
 *
 * - `not-a-reference`: a variable, a template, the empty image `scratch`, a mistake
 * - `local`: a registry on this machine or in this network, which ECR cannot reach
 * - `cached`: it leads to a cache already
 * - `own-registry`: the registry of the caches itself, under no cache's prefix
 * - `no-upstream`: no cache covers it
 * - `digest`: it is pinned, and the first pull of a digest finds nothing in a cache
 * - `bypassed`: the map leads around the cache
 * - `not-cached`: on the way back, it leads to no cache
 * - `root`: on the way back, it may be an image of one's own
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
  /** Whether references with a digest are mapped too, because somebody has warmed the cache. */
  readonly digests?: boolean;
}

/** One cache: what references begin with upstream, and what they begin with in its place. */
interface Entry {
  readonly upstream: string;
  readonly cache: string;
}

const LOCAL =
  /^([^.:[]+|\[.*\]|(127|10)\.\d+\.\d+\.\d+|(192\.168|172\.(1[6-9]|2\d|3[01]))\.\d+\.\d+|[^:]+\.(local|localhost|internal|svc))(:|$)/;

/**
 * Which upstream is cached where, and the way from references of the one to those of the other.
 *
 * @see docs/use.md
 */
export class CacheMap {
  readonly #entries: readonly Entry[];
  /** Those that lead to a cache, each at the usual host of the registry that it is in. */
  readonly #caches: readonly Entry[];

  /**
   * @param registries the stack's output `ecr_cache_registries`: from what references begin with
   *   (`docker.io`, or a host and a path) to the address to pull from instead
   */
  constructor(registries: Readonly<Record<string, string>>) {
    this.#entries = Object.entries(registries).map(([upstream, cache]) => ({ upstream, cache }));
    this.#caches = this.#entries
      .filter(({ upstream, cache }) => upstream !== cache)
      .map(({ upstream, cache }) => ({ upstream, cache: atUsualHost(cache) }));
  }

  /** The caches, each by what references to its upstream begin with. */
  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /**
   * The same image through the cache. What the map has for the host as it is written comes first, and
   * then what it has for the usual host of the same registry: `ghcr.io` covers `lscr.io`.
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

  /** The image that a cache holds, where it comes from; on Docker Hub as people write it. */
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

  /** The cache that a reference leads to, by whichever host of the cache's registry. */
  cacheOf(reference: ImageReference): Entry | undefined {
    return longestPrefix(atUsualHost(nameOf(reference)), this.#caches, ({ cache }) => cache);
  }
}

const DIGEST_NOTE =
  "it is pinned by a digest, which a cache only has after a pull of the tag: warm the cache with the tag, then use --digests";

const ROOT_NOTE =
  "a cache for ROOT and images of your own look the same: change it back by hand if it is of the upstream";

function mapped(reference: string): Mapping {
  return { outcome: "mapped", reference };
}

function left(reason: LeftReason, note?: string): Mapping {
  return { outcome: "left", reason, note };
}

/** Without tag and digest: what prefixes are compared with. */
function nameOf({ host, repository }: ImageReference): string {
  return formatImageReference({ host, repository });
}

function hostOf(address: string): string {
  return address.split("/", 1)[0] ?? address;
}

/** A name in a private ECR registry, at the host that rules and outputs have for it. */
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
