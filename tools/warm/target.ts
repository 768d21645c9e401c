import { registryAt } from "../../ecr/registry-address";
import type { CacheMap } from "../../references/cache-map";
import {
  DOCKER_HUB,
  formatImageReference,
  type ImageReference,
  parseImageReference,
} from "../../references/image-reference";
import type { Failure } from "./failure";

/** One pull: an image as the cache has it. */
export interface Target {
  /** As it was written. */
  readonly image: string;
  /** The reference to pull, in full. */
  readonly reference: string;
  /** The registry's host, and its Region. */
  readonly host: string;
  readonly region: string;
  readonly repository: string;
  /** Nothing for a pin without a tag, which can only be looked for. */
  readonly tag: string | undefined;
  readonly digest: string | undefined;
  /** The cache's repositories, as policies name them: `repository/docker-hub/*`. */
  readonly cacheRepositories: string;
  /** The repository with `library/`, where Docker Hub can only have it so. */
  readonly withLibrary?: string;
}

/** An image that is none of the cache's business. */
export interface LeftImage {
  readonly image: string;
  readonly reason: string;
}

export interface Targets {
  readonly targets: readonly Target[];
  readonly left: readonly LeftImage[];
  readonly refused: readonly Refused[];
}

/** An image that cannot even be tried. */
export interface Refused extends Failure {
  readonly image: string;
}

/** What is to be pulled for each image; two ways to write the same pull are one. */
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
  "own-registry": "it is an image of the registry itself, outside of every cache's prefix",
  bypassed: "the map bypasses the cache",
} as const;

function targetFor(image: string, map: CacheMap): Target | LeftImage | Refused {
  if (image === "scratch")
    return { image, reason: "it stands for an empty image, which nobody pulls" };
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
        fix: "write it as nginx:1.29 or quay.io/x/y:1, with no scheme and no variables",
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

/** What failures are explained with: the cache that a repository is in. */
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
