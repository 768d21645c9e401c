import { closest, distance } from "fastest-levenshtein";
import { type Problem, shown } from "../problems/problem";

/** The hosts that ECR can cache, other than those of Azure and of ECR, which have many. */
export const UPSTREAM_HOSTS: readonly string[] = [
  "registry-1.docker.io",
  "ghcr.io",
  "registry.gitlab.com",
  "cgr.dev",
  "quay.io",
  "registry.k8s.io",
  "public.ecr.aws",
];

/** The host of an Azure registry; its name is what the group holds. */
export const AZURE_HOST = /^([a-z0-9]{5,50})\.azurecr\.io$/;
/** The host of a private ECR registry; its account and its Region are what the groups hold. */
export const PRIVATE_ECR_HOST = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com$/;

/** Hosts that are written by habit for one that ECR knows under another name. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  "docker.io": "registry-1.docker.io",
  "index.docker.io": "registry-1.docker.io",
  "registry.docker.io": "registry-1.docker.io",
  "hub.docker.com": "registry-1.docker.io",
  "registry.hub.docker.com": "registry-1.docker.io",
  "k8s.gcr.io": "registry.k8s.io",
  "lscr.io": "ghcr.io",
  "docker.pkg.github.com": "ghcr.io",
  "gallery.ecr.aws": "public.ecr.aws",
  "gitlab.com": "registry.gitlab.com",
  "github.com": "ghcr.io",
};

const ROADMAP = "https://github.com/aws/containers-roadmap/issues";

/** Registries that ECR cannot cache, and where that is asked for or can be got around. */
const UNSUPPORTED: readonly { readonly hosts: RegExp; readonly fix: string }[] = [
  {
    hosts: /(^|\.)gcr\.io$|\.pkg\.dev$/,
    fix: `leave it out: ECR cannot cache Google's registries (${ROADMAP}/1581)`,
  },
  {
    hosts: /^docker\.elastic\.co$/,
    fix: `leave it out: ECR cannot cache Elastic's registry (${ROADMAP}/2339); Docker Hub has its images as well`,
  },
  {
    hosts: /\.jfrog\.io$|artifactory/,
    fix: `leave it out: ECR cannot cache Artifactory (${ROADMAP}/2294)`,
  },
  { hosts: /harbor/, fix: `leave it out: ECR cannot cache Harbor (${ROADMAP}/2622)` },
  {
    hosts: /sentinelone/,
    fix: `leave it out: ECR cannot cache SentinelOne's registry (${ROADMAP}/2376)`,
  },
  // They look like a mistyped ghcr.io, and are registries of their own.
  {
    hosts: /(^|\.)(icr|nvcr|ocir)\.io$/,
    fix: "leave it out: ECR can cache no other registry",
  },
  { hosts: /gitlab/, fix: "leave it out: of GitLab, ECR can cache registry.gitlab.com only" },
];

/**
 * Whether ECR can cache the registry at `host`.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html
 */
export function checkUpstreamHost(host: string): Problem | undefined {
  if (isUpstreamHost(host)) return undefined;
  return {
    // Who copies a URL may copy a password along.
    given: host.includes("@") ? undefined : shown(host),
    allowed: `${UPSTREAM_HOSTS.join(", ")}, <name>.azurecr.io, or <account>.dkr.ecr.<region>.amazonaws.com`,
    fix: fixFor(bareHost(host)),
  };
}

function isUpstreamHost(host: string): boolean {
  return UPSTREAM_HOSTS.includes(host) || AZURE_HOST.test(host) || PRIVATE_ECR_HOST.test(host);
}

/** Without what people copy along: the scheme, a user, a path, a port, blanks, capitals. */
function bareHost(host: string): string {
  return host
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, "")
    .replace(/^[^/]*@/, "")
    .replace(/[/:].*$/, "");
}

function fixFor(host: string): string {
  const right = OTHER_NAMES[host] ?? host;
  if (isUpstreamHost(right)) return `did you mean "${right}"?`;
  const unsupported = UNSUPPORTED.find(({ hosts }) => hosts.test(host));
  if (unsupported) return unsupported.fix;
  if (host.endsWith(".azurecr.io")) {
    return "write the registry's name: 5 to 50 lower-case letters and digits";
  }
  const similar = closest(host, UPSTREAM_HOSTS);
  return distance(host, similar) <= 3
    ? `did you mean "${similar}"?`
    : "leave it out: ECR can cache no other registry";
}
