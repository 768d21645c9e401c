import { closest, distance } from "fastest-levenshtein";
import { type Problem, shown } from "../problems/problem";
import { factsOf, registryAt } from "./registry-address";
import { adviceOnUncacheable } from "./uncacheable-registries";
import { REGISTRY_NAMES } from "./upstream-registries";

const HOSTS = REGISTRY_NAMES.map((registry) => factsOf(registry).host);

const MISTAKEN = new Map(
  REGISTRY_NAMES.flatMap((registry) => {
    const { host, mistakenHosts = [] } = factsOf(registry);
    return mistakenHosts.map((mistaken) => [mistaken, host] as const);
  }),
);

/**
 * Whether ECR can cache the registry at `host`.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html
 */
export function checkUpstreamHost(host: string): Problem | undefined {
  if (registryAt(host)?.host === host) return undefined;
  return {
    // A copied URL may contain a password.
    given: host.includes("@") ? undefined : shown(host),
    allowed: `${HOSTS.slice(0, -1).join(", ")}, or ${HOSTS.at(-1)}`,
    fix: fixForHost(host),
  };
}

/** What to write instead of a host that ECR does not accept. */
export function fixForHost(given: string): string {
  const host = bareHost(given);
  const right = registryAt(host)?.host ?? MISTAKEN.get(host);
  if (right) return `did you mean "${right}"?`;
  const advice = adviceOnUncacheable(host);
  if (advice) return advice;
  const similar = closest(host, HOSTS);
  return distance(host, similar) <= 3
    ? `did you mean "${similar}"?`
    : "leave it out: ECR can cache no other registry";
}

/** The host without what is often copied with it: scheme, user, path, port, whitespace, capital letters. */
function bareHost(host: string): string {
  return host
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, "")
    .replace(/[^/]*@/, "")
    .replace(/[/:].*/, "");
}
