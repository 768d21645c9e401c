/** How Amazon ECR names the registries that it can cache. */
export type UpstreamRegistry = "docker-hub";

/**
 * A registry outside this one whose images are cached under a prefix of this one.
 *
 * Made by the functions of the catalogue (`dockerHub()`, …), never by hand: they know what AWS
 * accepts for each registry.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
 */
export interface Upstream {
  /** ECR's name of the registry. */
  readonly registry: UpstreamRegistry;
  /** What people call the registry: "Docker Hub". */
  readonly title: string;
  /** The host as ECR wants it, without scheme or path: `registry-1.docker.io`. */
  readonly host: string;
  /** The repository prefix of the cache: `docker-hub`, or `ROOT`. */
  readonly prefix: string;
}
