import {
  azure,
  type CredentialOptions,
  chainguard,
  dockerHub,
  ecrPublic,
  gitHub,
  gitLab,
  kubernetes,
  type PrivateEcrOptions,
  privateEcr,
  quay,
} from "./catalogue";
import type { Upstream } from "./upstream";
import { PRIVATE_ECR_HOST } from "./upstream-host";

/** What can be chosen for an upstream of any kind. */
export type AnyUpstreamOptions = CredentialOptions &
  Pick<PrivateEcrOptions, "role" | "upstreamRepositoryPrefix">;

const BY_HOST: Readonly<Record<string, (options: CredentialOptions) => Upstream>> = {
  "registry-1.docker.io": dockerHub,
  "ghcr.io": gitHub,
  "registry.gitlab.com": gitLab,
  "cgr.dev": chainguard,
  "quay.io": quay,
  "registry.k8s.io": kubernetes,
  "public.ecr.aws": ecrPublic,
};

/**
 * The upstream at a host, for lists of hosts that come from elsewhere. In `main.ts`, `dockerHub()`
 * and the others say the same in fewer words.
 *
 * What ECR does not take, an unknown host or credentials where there are none, is reported when the
 * upstream is used.
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
  const known = Object.hasOwn(BY_HOST, host) && BY_HOST[host];
  if (known) return known(options);
  if (String(host).endsWith(".azurecr.io")) return azure(host, options);
  const [, account, region] = PRIVATE_ECR_HOST.exec(host) ?? [];
  if (account && region) return privateEcr({ ...options, account, region });
  return { title: host, host, prefix: options?.prefix ?? "unknown", access: { kind: "none" } };
}
