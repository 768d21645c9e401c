import type { Upstream } from "./upstream";
import {
  type CredentialOptions,
  type PrivateEcrOptions,
  type UpstreamOptions,
  upstreamOf,
} from "./upstream-options";

/*
 * One function for each registry that Amazon ECR can cache. Their options are in upstream-options.ts,
 * and the facts about each registry in upstream-registries.ts.
 *
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
 */

/** Docker Hub. Official images such as `nginx` are pulled as `<cache>/library/nginx`. */
export function dockerHub(options: CredentialOptions = {}): Upstream {
  return upstreamOf("docker-hub", options);
}

/** GitHub Packages. Requires a classic personal access token with `read:packages`. */
export function gitHub(options: CredentialOptions = {}): Upstream {
  return upstreamOf("github-container-registry", options);
}

/** GitLab.com; ECR cannot cache a self-managed GitLab. Requires a token with `read_registry`. */
export function gitLab(options: CredentialOptions = {}): Upstream {
  return upstreamOf("gitlab-container-registry", options);
}

/**
 * An Azure Container Registry: `azure("myregistry")` is `myregistry.azurecr.io`. With a domain name
 * label, the name has its hash: `azure("myregistry-e7ggejfuhzhgedc8")`. Requires a token with a scope map.
 */
export function azure(name: string, options: CredentialOptions = {}): Upstream {
  const made = upstreamOf("azure-container-registry", options, { name });
  const isName = typeof name === "string" && !name.includes(".");
  return isName ? made : { ...made, host: name };
}

/** Chainguard. Requires a pull token. */
export function chainguard(options: CredentialOptions = {}): Upstream {
  return upstreamOf("chainguard", options);
}

/** Quay.io, only public repositories: ECR accepts no credentials for it. */
export function quay(options: UpstreamOptions = {}): Upstream {
  return upstreamOf("quay", options);
}

/** The registry of the Kubernetes project, registry.k8s.io. */
export function kubernetes(options: UpstreamOptions = {}): Upstream {
  return upstreamOf("k8s", options);
}

/** Amazon ECR Public, which also has Docker's official images as `docker/library/…`. */
export function ecrPublic(options: UpstreamOptions = {}): Upstream {
  return upstreamOf("ecr-public", options);
}

/**
 * A private ECR registry of another account, or of another Region.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-private.html
 */
export function privateEcr(options: PrivateEcrOptions): Upstream {
  const { account, region } = options ?? {};
  return { ...upstreamOf("ecr", options, { account, region }), source: { account, region } };
}
