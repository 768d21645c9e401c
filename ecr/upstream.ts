import { ROOT } from "./repository-prefix";
import type { UpstreamRegistry } from "./upstream-registries";

/**
 * How ECR logs in to an upstream.
 *
 * - `variables`: a secret whose value comes from two Terraform variables
 * - `secret`: a secret that exists already
 * - `none`: not at all; the upstream is public, and ECR refuses credentials for it
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
  /** The name that ECR gives the registry; absent for a host that ECR cannot cache. */
  readonly registry?: UpstreamRegistry;
  /** The usual name of the registry: "Docker Hub". */
  readonly title: string;
  /** The host as ECR requires it, without scheme and path: `registry-1.docker.io`. */
  readonly host: string;
  /** The host in image references, where it differs: `docker.io`. */
  readonly referenceHost?: string;
  /** What a reference without a namespace means: on Docker Hub, `nginx` is `library/nginx`. */
  readonly defaultNamespace?: string;
  /** The repository prefix of the cache: `docker-hub`, or `ROOT`. */
  readonly prefix: string;
  /** The prefix of the repositories that are cached. @default "ROOT", the whole upstream */
  readonly upstreamRepositoryPrefix?: string;
  /** How ECR logs in to the upstream. */
  readonly access: UpstreamAccess;
  /** Options that the catalogue was given and does not have, such as `prefx`. */
  readonly misnamed?: readonly string[];
  /** The account and Region of a private ECR registry. */
  readonly source?: { readonly account: string; readonly region: string };
}

/** The beginning of references to images of an upstream: the host, and the prefix that is cached. */
export function referencePrefix(upstream: Upstream): string {
  const { host, referenceHost = host, upstreamRepositoryPrefix = ROOT } = upstream;
  return upstreamRepositoryPrefix === ROOT
    ? referenceHost
    : `${referenceHost}/${upstreamRepositoryPrefix}`;
}
