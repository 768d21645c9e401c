import type { UpstreamRegistry } from "./upstream-registries";

/**
 * What ECR shows to an upstream.
 *
 * - `variables`: a secret whose value comes from two Terraform variables
 * - `secret`: a secret that exists already
 * - `none`: nothing; the upstream is public, and ECR refuses credentials for it
 * - `created-role`, `role`: an IAM role, for a private ECR registry of another account
 */
export type UpstreamAccess =
  | { readonly kind: "variables"; readonly version?: number }
  | { readonly kind: "secret"; readonly arn: string }
  | { readonly kind: "none" }
  | { readonly kind: "created-role" }
  | { readonly kind: "role"; readonly arn: string };

/**
 * A registry outside this one whose images are cached under a prefix of this one.
 *
 * Made by the functions of the catalogue (`dockerHub()`, …), never by hand: they know what AWS
 * accepts for each registry.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
 */
export interface Upstream {
  /** ECR's name of the registry; none where the host is one that ECR cannot cache. */
  readonly registry?: UpstreamRegistry;
  /** What people call the registry: "Docker Hub". */
  readonly title: string;
  /** The host as ECR wants it, without scheme or path: `registry-1.docker.io`. */
  readonly host: string;
  /** The host as image references have it, where that is another one: `docker.io`. */
  readonly referenceHost?: string;
  /** What a reference without a namespace means: on Docker Hub, `nginx` is `library/nginx`. */
  readonly defaultNamespace?: string;
  /** The repository prefix of the cache: `docker-hub`, or `ROOT`. */
  readonly prefix: string;
  /** What of the upstream is cached; `ROOT`, which is all of it, when left out. */
  readonly upstreamRepositoryPrefix?: string;
  /** What ECR shows to the upstream. */
  readonly access: UpstreamAccess;
  /** Options that the catalogue was given and does not have, such as `prefx`. */
  readonly misnamed?: readonly string[];
  /** The account and Region of a private ECR registry. */
  readonly source?: { readonly account: string; readonly region: string };
}

/** How the images of an upstream begin in references: the host, and what of it is cached. */
export function referencePrefix(upstream: Upstream): string {
  const { host, referenceHost = host, upstreamRepositoryPrefix = "ROOT" } = upstream;
  return upstreamRepositoryPrefix === "ROOT"
    ? referenceHost
    : `${referenceHost}/${upstreamRepositoryPrefix}`;
}
