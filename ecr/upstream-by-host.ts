import { privateEcr } from "./catalogue";
import { registryAt } from "./registry-address";
import type { Upstream } from "./upstream";
import { type AnyUpstreamOptions, upstreamOf } from "./upstream-options";

/**
 * The upstream with a host, for lists of hosts from other sources. In `main.ts`, `dockerHub()` and the
 * other functions are shorter.
 *
 * What ECR does not accept, such as an unknown host, is reported when the upstream is used.
 */
export function upstream(host: string, options: AnyUpstreamOptions = {}): Upstream {
  const { secretArn, upstreamRepositoryPrefix } = options ?? {};
  return {
    ...find(host, options),
    // An option that this kind of upstream does not have is reported by what it would do.
    misnamed: undefined,
    ...(secretArn !== undefined && { access: { kind: "secret", arn: secretArn } as const }),
    ...(upstreamRepositoryPrefix !== undefined && { upstreamRepositoryPrefix }),
  };
}

function find(host: string, options: AnyUpstreamOptions): Upstream {
  const found = registryAt(host);
  if (!found || found.host !== host) {
    return { title: host, host, prefix: options?.prefix ?? "unknown", access: { kind: "none" } };
  }
  const { registry, parts } = found;
  const { account, region } = parts;
  return account && region
    ? privateEcr({ ...options, account, region })
    : upstreamOf(registry, options, parts);
}
