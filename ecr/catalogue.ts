import type { Upstream } from "./upstream";

/** What can be chosen for an upstream. */
export interface UpstreamOptions {
  /**
   * The prefix under which the upstream's images appear in the registry.
   * @default - the registry's usual one, e.g. "docker-hub"
   */
  readonly prefix?: string;
}

/**
 * Docker Hub. ECR asks for credentials, for public images too; official images such as `nginx` are
 * pulled as `<cache>/library/nginx`.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-rule.html
 */
export function dockerHub(options: UpstreamOptions = {}): Upstream {
  return {
    registry: "docker-hub",
    title: "Docker Hub",
    host: "registry-1.docker.io",
    prefix: options.prefix ?? "docker-hub",
  };
}
