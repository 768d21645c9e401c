import { AwsError } from "../aws-error";

/** An upstream registry that Amazon ECR supports. */
export interface UpstreamRegistry {
  readonly name: string;
  readonly host: RegExp;
  /** How Amazon ECR logs in: with a secret, with an IAM role across accounts, or not at all. */
  readonly login: "secret" | "role" | "nothing";
}

const UPSTREAM_REGISTRIES: readonly UpstreamRegistry[] = [
  { name: "docker-hub", host: /^registry-1\.docker\.io$/, login: "secret" },
  { name: "github-container-registry", host: /^ghcr\.io$/, login: "secret" },
  { name: "gitlab-container-registry", host: /^registry\.gitlab\.com$/, login: "secret" },
  {
    name: "azure-container-registry",
    host: /^[a-z0-9]+(-[a-z0-9]+)*\.azurecr\.io$/,
    login: "secret",
  },
  { name: "chainguard", host: /^cgr\.dev$/, login: "secret" },
  { name: "quay", host: /^quay\.io$/, login: "nothing" },
  { name: "k8s", host: /^registry\.k8s\.io$/, login: "nothing" },
  { name: "ecr-public", host: /^public\.ecr\.aws$/, login: "nothing" },
  { name: "ecr", host: /^\d{12}\.dkr\.ecr\.[a-z]+(-[a-z]+)+-\d\.amazonaws\.com$/, login: "role" },
];

export const UPSTREAM_REGISTRY_NAMES = UPSTREAM_REGISTRIES.map(({ name }) => name);

/**
 * The upstream registry with a URL, which has no scheme and no path.
 * @param name the name of the upstream registry in the request, if there is one
 */
export function upstreamRegistry(url: string, name?: string): UpstreamRegistry {
  const upstream = UPSTREAM_REGISTRIES.find(({ host }) => host.test(url));
  if (!upstream) {
    throw unsupportedUpstream(
      `The upstream registry URL ${url} is invalid. Specify a valid upstream registry URL and try again`,
    );
  }
  if (name !== undefined && name !== upstream.name) {
    throw unsupportedUpstream(`The upstream registry ${name} does not match the URL ${url}`);
  }
  return upstream;
}

export function unsupportedUpstream(message: string): AwsError {
  return new AwsError("UnsupportedUpstreamRegistryException", message);
}
