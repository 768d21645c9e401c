import type { Problem } from "../problems/problem";
import { checkKnownName } from "../problems/suggestion";
import { isObject } from "../problems/value-type";
import { registryHost } from "./registry";
import type { Upstream, UpstreamAccess, UpstreamRegistry } from "./upstream";

/*
 * The registries that Amazon ECR can cache: what each is called, whether ECR wants credentials for it,
 * and how its images are referred to.
 *
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
 */

/** What can be chosen for every upstream. */
export interface UpstreamOptions {
  /**
   * The prefix under which the upstream's images appear in the registry; `ROOT` for all repositories
   * that no other prefix matches.
   * @default - the registry's usual one, e.g. "docker-hub"
   */
  readonly prefix?: string;
}

/** What can be chosen for an upstream that asks for credentials, for public images too. */
export interface CredentialOptions extends UpstreamOptions {
  /**
   * A secret that exists already, in the account and Region of the cache, with the JSON keys
   * `username` and `accessToken`. Its name must begin with `ecr-pullthroughcache/`.
   * @default - a secret is created from the variables `<key>_cache_username` and `<key>_cache_token`
   */
  readonly secretArn?: string;
  /**
   * Counts the values of a write-only secret (`secrets: { value: "write-only" }` of the stack).
   * Terraform does not see that a write-only value changed: to rotate the token, give the new one and
   * add 1 here.
   * @default 1
   */
  readonly credentialsVersion?: number;
}

/** A private ECR registry, and what of it is cached. */
export interface PrivateEcrOptions extends UpstreamOptions {
  /** The account of the upstream registry: twelve digits. */
  readonly account: string;
  /** The Region of the upstream registry. */
  readonly region: string;
  /**
   * Caches only the repositories under this prefix of the upstream. Not with the prefix `ROOT`.
   * @default - the whole upstream
   */
  readonly upstreamRepositoryPrefix?: string;
  /**
   * The role with which ECR reads the upstream. "create" makes one with the least rights; the ARN is
   * one that exists, in the cache's account; "none" is for a registry of the cache's own account.
   * @default "create"
   */
  readonly role?: "create" | "none" | { readonly arn: string };
}

const PRIVATE_ECR_OPTIONS = ["account", "region", "prefix", "upstreamRepositoryPrefix", "role"];

/** Docker Hub. Official images such as `nginx` are pulled as `<cache>/library/nginx`. */
export function dockerHub(options: CredentialOptions = {}): Upstream {
  return {
    ...withCredentials("docker-hub", "Docker Hub", "registry-1.docker.io", "docker-hub", options),
    referenceHost: "docker.io",
    defaultNamespace: "library",
  };
}

/** GitHub Packages. Wants a classic personal access token with `read:packages`. */
export function gitHub(options: CredentialOptions = {}): Upstream {
  return withCredentials("github-container-registry", "GitHub", "ghcr.io", "github", options);
}

/** GitLab.com; ECR cannot cache a GitLab that you run. Wants a token with `read_registry`. */
export function gitLab(options: CredentialOptions = {}): Upstream {
  return withCredentials(
    "gitlab-container-registry",
    "GitLab",
    "registry.gitlab.com",
    "gitlab",
    options,
  );
}

/**
 * An Azure Container Registry: `azure("myregistry")` is `myregistry.azurecr.io`. Wants a token with a
 * scope map.
 */
export function azure(name: string, options: CredentialOptions = {}): Upstream {
  return withCredentials(
    "azure-container-registry",
    "Azure Container Registry",
    String(name).includes(".") ? name : `${name ?? ""}.azurecr.io`,
    "azure",
    options,
  );
}

/** Chainguard. Wants a pull token. */
export function chainguard(options: CredentialOptions = {}): Upstream {
  return withCredentials("chainguard", "Chainguard", "cgr.dev", "chainguard", options);
}

/** Quay.io, public repositories only: ECR takes no credentials for it. */
export function quay(options: UpstreamOptions = {}): Upstream {
  return withoutCredentials("quay", "Quay", "quay.io", "quay", options);
}

/** The registry of the Kubernetes project, registry.k8s.io. */
export function kubernetes(options: UpstreamOptions = {}): Upstream {
  return withoutCredentials("k8s", "Kubernetes", "registry.k8s.io", "kubernetes", options);
}

/** Amazon ECR Public, which also has Docker's official images as `docker/library/…`. */
export function ecrPublic(options: UpstreamOptions = {}): Upstream {
  return withoutCredentials(
    "ecr-public",
    "Amazon ECR Public",
    "public.ecr.aws",
    "ecr-public",
    options,
  );
}

/**
 * A private ECR registry of another account, or of another Region.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-private.html
 */
export function privateEcr(options: PrivateEcrOptions): Upstream {
  const {
    account,
    region,
    upstreamRepositoryPrefix,
    role = "create",
    prefix = "ecr",
  } = options ?? {};
  return {
    registry: "ecr",
    title: `Amazon ECR of ${account} in ${region}`,
    host: registryHost(account, region),
    prefix,
    upstreamRepositoryPrefix,
    access: roleAccess(role),
    source: { account, region },
    misnamed: findMisnamed(options, PRIVATE_ECR_OPTIONS),
  };
}

function withCredentials(
  registry: UpstreamRegistry,
  title: string,
  host: string,
  usualPrefix: string,
  options: CredentialOptions,
): Upstream {
  const { prefix = usualPrefix, secretArn, credentialsVersion: version } = options ?? {};
  const access: UpstreamAccess =
    secretArn === undefined ? { kind: "variables", version } : { kind: "secret", arn: secretArn };
  const misnamed = findMisnamed(options, ["prefix", "secretArn", "credentialsVersion"]);
  return { registry, title, host, prefix, access, misnamed };
}

function withoutCredentials(
  registry: UpstreamRegistry,
  title: string,
  host: string,
  usualPrefix: string,
  options: UpstreamOptions,
): Upstream {
  const { prefix = usualPrefix } = options ?? {};
  const misnamed = findMisnamed(options, ["prefix"]);
  return { registry, title, host, prefix, access: { kind: "none" }, misnamed };
}

/** Apps run without a type check: a mistyped option would be one that nobody asked for. */
function findMisnamed(options: object | null, known: readonly string[]): Problem[] | undefined {
  const problems = Object.keys(options ?? {}).flatMap((name) => checkKnownName(name, known) ?? []);
  return problems.length > 0 ? problems : undefined;
}

function roleAccess(role: NonNullable<PrivateEcrOptions["role"]>): UpstreamAccess {
  if (role === "create") return { kind: "created-role" };
  if (role === "none") return { kind: "none" };
  // An ARN without its braces is looked at as the ARN that it is.
  return { kind: "role", arn: isObject(role) ? role.arn : role };
}
