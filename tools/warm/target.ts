import { registryAt } from "../../ecr/registry-address";
import type { CacheMap } from "../../references/cache-map";
import {
  DOCKER_HUB,
  formatImageReference,
  type ImageReference,
  parseImageReference,
} from "../../references/image-reference";
import type { Failure } from "./failure";

/** One pull: the reference of an image in the cache. */
export interface Target {
  /** The reference as it was given. */
  readonly image: string;
  /** The full reference to pull. */
  readonly reference: string;
  /** The registry's host, and its Region. */
  readonly host: string;
  readonly region: string;
  readonly repository: string;
  /** Absent for a digest without a tag, which can only be looked up. */
  readonly tag: string | undefined;
  readonly digest: string | undefined;
  /** The repositories of the cache, as policies name them: `repository/docker-hub/*`. */
  readonly cacheRepositories: string;
  /** The repository with `library/`, for what can only be an official image of Docker Hub. */
  readonly withLibrary?: string;
}

/** An image that does not belong in a cache. */
export interface LeftImage {
  readonly image: string;
  readonly reason: string;
}

export interface Targets {
  readonly targets: readonly Target[];
  readonly left: readonly LeftImage[];
  readonly refused: readonly Refused[];
}

/** An image that cannot be pulled at all. */
export interface Refused extends Failure {
  readonly image: string;
}

/** Works out what to pull for each image. Two ways to write the same reference become one pull. */
export function targetsFor(images: readonly string[], map: CacheMap): Targets {
  const targets = new Map<string, Target>();
  const left: LeftImage[] = [];
  const refused: Refused[] = [];
  for (const image of images) {
    const target = targetFor(image, map);
    if ("reason" in target) left.push(target);
    else if ("cause" in target) refused.push(target);
    else if (!targets.has(target.reference)) targets.set(target.reference, target);
  }
  return { targets: [...targets.values()], left, refused };
}

const REASONS = {
  local: "it is in a registry of this machine or network",
  "own-registry": "it is in the registry of the caches, but not under the prefix of a cache",
  bypassed: "the map bypasses the cache",
} as const;

function targetFor(image: string, map: CacheMap): Target | LeftImage | Refused {
  if (image === "scratch")
    return { image, reason: "it stands for the empty image, which is never pulled" };
  const mapping = map.toCache(image, { digests: true });
  if (mapping.outcome === "mapped") return parsed(image, mapping.reference, map);
  switch (mapping.reason) {
    case "cached":
      return parsed(image, image, map);
    case "local":
    case "own-registry":
    case "bypassed":
      return { image, reason: REASONS[mapping.reason] };
    case "not-a-reference":
      return {
        image,
        cause: "not-a-reference",
        message: "it is not an image reference",
        fix: "write it as nginx:1.29 or quay.io/x/y:1, without a scheme and without variables",
      };
    default:
      return { image, reason: mapping.note ?? mapping.reason };
  }
}

function parsed(image: string, cached: string, map: CacheMap): Target | Refused {
  const reference = parseImageReference(cached);
  const { region } = registryAt(reference?.host ?? "")?.parts ?? {};
  if (!reference || region === undefined) {
    return {
      image,
      cause: "not-ecr",
      message: `${cached} is not in a private registry of Amazon ECR`,
      fix: "use the address in the output ecr_cache_registries",
    };
  }
  const { host, repository, digest } = reference;
  const tag = reference.tag ?? (digest === undefined ? "latest" : undefined);
  const full: ImageReference = {
    host,
    repository,
    ...(tag !== undefined && { tag }),
    ...(digest !== undefined && { digest }),
  };
  return {
    image,
    reference: formatImageReference(full),
    host,
    region,
    repository,
    tag,
    digest,
    ...aboutCache(reference, map),
  };
}

/** What explanations of failures say about the cache that a repository is in. */
function aboutCache(reference: ImageReference, map: CacheMap) {
  const { upstream, cache = "" } = map.cacheOf(reference) ?? {};
  const [, ...prefix] = cache.split("/");
  const rest = reference.repository.split("/").slice(prefix.length);
  const official = upstream === DOCKER_HUB && rest.length === 1;
  return {
    cacheRepositories: ["repository", ...prefix, "*"].join("/"),
    ...(official && { withLibrary: [...prefix, "library", ...rest].join("/") }),
  };
}
