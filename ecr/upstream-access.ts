import { type Problem, shown } from "../problems/problem";
import type { CacheLocation } from "./registry";
import { factsOf } from "./registry-address";
import type { Upstream, UpstreamAccess } from "./upstream";
import type { RegistryFacts } from "./upstream-registries";

const ACCEPTED: Readonly<Record<RegistryFacts["login"], readonly UpstreamAccess["kind"][]>> = {
  credentials: ["variables", "secret"],
  nothing: ["none"],
  role: ["created-role", "role", "none"],
};

/** Whether ECR accepts the kind of access for the upstream: credentials, a role, or none. */
export function checkAccess({ registry, title, access }: Upstream): Problem | undefined {
  if (!registry) return undefined; // The host is reported already.
  const { login } = factsOf(registry);
  if (ACCEPTED[login].includes(access.kind)) return undefined;
  const given = GIVEN[access.kind];
  if (login === "credentials") {
    return {
      given,
      allowed: `credentials: ECR asks for them for ${title}, for public images too`,
      fix: "leave it out for two Terraform variables, or give the ARN of a secret as `secretArn`",
    };
  }
  if (login === "nothing") {
    return {
      given,
      allowed: `no credentials: ECR refuses them for ${title}`,
      fix: "leave `secretArn` out; only public repositories can be cached",
    };
  }
  return {
    given,
    allowed: "an IAM role: ECR takes no credentials for a private ECR registry",
    fix: 'write role: "create", or the ARN of a role as `role`',
  };
}

const GIVEN = {
  variables: "Terraform variables",
  secret: "a secret",
  none: "none",
  "created-role": "a role",
  role: "a role",
} satisfies Readonly<Record<UpstreamAccess["kind"], string>>;

/** All that an upstream can be shown. */
export const ACCESS_KINDS: readonly string[] = Object.keys(GIVEN);

/** Whether there is a role where one is needed: ECR needs one to read from another account. */
export function checkHasRole(
  { access, source }: Upstream,
  cache: CacheLocation,
): Problem | undefined {
  if (!source || access.kind !== "none") return undefined;
  if (cache.account === undefined || cache.account === source.account) return undefined;
  return {
    given: shown("none"),
    allowed: `a role: the upstream's account is another one than the cache's, ${cache.account}`,
    fix: 'write role: "create", or the ARN of a role as `role`',
  };
}
