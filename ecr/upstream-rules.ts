import { type Problem, shown } from "../problems/problem";
import { checkAccountId } from "./account";
import { checkSecretArn } from "./credential-secret";
import { checkCredentialsVersion } from "./credential-value";
import { checkRegion } from "./region";
import { checkRepositoryPrefix, ROOT } from "./repository-prefix";
import { checkRoleArn } from "./role";
import type { Upstream, UpstreamAccess, UpstreamRegistry } from "./upstream";
import { checkUpstreamHost } from "./upstream-host";

/** A problem with one property of a thing that has several. */
export interface PropertyProblem {
  readonly property: string;
  readonly problem: Problem;
}

/** What each registry wants to be shown. */
const ACCESS: Readonly<Record<UpstreamRegistry, "credentials" | "nothing" | "role">> = {
  "docker-hub": "credentials",
  "github-container-registry": "credentials",
  "gitlab-container-registry": "credentials",
  "azure-container-registry": "credentials",
  chainguard: "credentials",
  quay: "nothing",
  k8s: "nothing",
  "ecr-public": "nothing",
  ecr: "role",
};

const KINDS: Readonly<
  Record<"credentials" | "nothing" | "role", readonly UpstreamAccess["kind"][]>
> = {
  credentials: ["variables", "secret"],
  nothing: ["none"],
  role: ["created-role", "role", "none"],
};

/** Where the registry is that caches. */
export interface CacheLocation {
  readonly region: string;
  /** The account, where it is known before Terraform asks AWS. */
  readonly account?: string;
}

/**
 * All that is wrong with one upstream of a cache.
 *
 * @param isKnown whether a value can be looked at; one that Terraform will only know later cannot
 */
export function checkUpstream(
  upstream: Upstream,
  cache: CacheLocation,
  isKnown: (value: string) => boolean = () => true,
): PropertyProblem[] {
  const { host, prefix, upstreamRepositoryPrefix, access, source } = upstream;
  const problems: PropertyProblem[] = (upstream.misnamed ?? []).map((problem) => ({
    property: "options",
    problem,
  }));
  const look = (
    property: string,
    value: string | undefined,
    rule: (value: string) => Problem | undefined,
  ) => {
    const problem = value !== undefined && isKnown(value) ? rule(value) : undefined;
    if (problem) problems.push({ property, problem });
  };
  if (source) {
    look("account", source.account, checkAccountId);
    look("region", source.region, checkRegion);
    look("region", source.region, () => checkIsElsewhere(source, cache));
  } else {
    look("host", host, checkUpstreamHost);
  }
  look("prefix", prefix, checkRepositoryPrefix);
  look("upstreamRepositoryPrefix", upstreamRepositoryPrefix, (value) =>
    checkUpstreamRepositoryPrefix(upstream, value),
  );
  if (access.kind === "secret")
    look("secretArn", access.arn, (arn) => checkSecretArn(arn, cache.region, cache.account));
  if (access.kind === "role") look("role", access.arn, (arn) => checkRoleArn(arn, cache.account));
  if (access.kind === "variables" && access.version !== undefined) {
    const wrong = checkCredentialsVersion(access.version);
    if (wrong) problems.push({ property: "credentialsVersion", problem: wrong });
  }
  const missing = checkHasRole(upstream, cache);
  if (missing) problems.push({ property: "role", problem: missing });
  const problem = checkAccess(upstream);
  if (problem) problems.push({ property: "credentials", problem });
  return problems;
}

/** Whether ECR takes what the upstream is to be shown: credentials, nothing, or a role. */
function checkAccess({ registry, title, access }: Upstream): Problem | undefined {
  if (!registry) return undefined; // The host is reported already.
  const wanted = ACCESS[registry];
  if (KINDS[wanted].includes(access.kind)) return undefined;
  const given = GIVEN[access.kind];
  if (wanted === "credentials") {
    return {
      given,
      allowed: `credentials: ECR asks for them for ${title}, for public images too`,
      fix: "leave it out for two Terraform variables, or give the ARN of a secret as `secretArn`",
    };
  }
  if (wanted === "nothing") {
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

const GIVEN: Readonly<Record<UpstreamAccess["kind"], string>> = {
  variables: "Terraform variables",
  secret: "a secret",
  none: "none",
  "created-role": "a role",
  role: "a role",
};

/** Within one account, ECR needs no role; from another one, it may read nothing without it. */
function checkHasRole({ access, source }: Upstream, cache: CacheLocation): Problem | undefined {
  if (!source || access.kind !== "none") return undefined;
  if (cache.account === undefined || cache.account === source.account) return undefined;
  return {
    given: shown("none"),
    allowed: `a role: the upstream's account is another one than the cache's, ${cache.account}`,
    fix: 'write role: "create", or the ARN of a role as `role`',
  };
}

function checkIsElsewhere(
  source: { readonly account: string; readonly region: string },
  cache: CacheLocation,
): Problem | undefined {
  if (source.account !== cache.account || source.region !== cache.region) return undefined;
  return {
    given: `${source.account}, ${shown(source.region)}`,
    allowed: "a registry of another account or Region",
    fix: "leave this upstream out: a registry cannot cache itself",
  };
}

function checkUpstreamRepositoryPrefix(upstream: Upstream, prefix: string): Problem | undefined {
  if (upstream.registry !== "ecr") {
    return {
      given: shown(prefix),
      allowed: "only with an upstream that is a private ECR registry",
      fix: "leave it out, and write the whole upstream path when you pull",
    };
  }
  if (upstream.prefix === ROOT) {
    return {
      given: shown(prefix),
      allowed: "only with a prefix other than ROOT",
      fix: "choose a prefix for this upstream, or leave `upstreamRepositoryPrefix` out",
    };
  }
  return checkRepositoryPrefix(prefix);
}
