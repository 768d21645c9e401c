const ROADMAP = "https://github.com/aws/containers-roadmap/issues";

const NO_OTHER = "leave it out: ECR can cache no other registry";

/** Hosts that ECR cannot cache, with feature requests or workarounds. */
const UNCACHEABLE: readonly { readonly hosts: RegExp; readonly fix: string }[] = [
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
  // They look like typos of ghcr.io, but are registries of their own.
  { hosts: /(^|\.)(icr|nvcr|ocir)\.io$/, fix: NO_OTHER },
  { hosts: /gitlab/, fix: "leave it out: of GitLab, ECR can cache registry.gitlab.com only" },
  {
    hosts: /\.azurecr\.io$/,
    fix: "write the registry's name: 5 to 50 lower-case letters and digits, and the hash of its domain name label if it has one",
  },
];

/** What to do about a host that ECR cannot cache; nothing for a host without specific advice. */
export function adviceOnUncacheable(host: string): string | undefined {
  return UNCACHEABLE.find(({ hosts }) => hosts.test(host))?.fix;
}
