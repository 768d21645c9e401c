import { type Problem, shown } from "../problems/problem";
import { checkString, isObject, kindOf } from "../problems/value-type";
import { checkAccountId } from "./account";
import { checkSecretArn } from "./credential-secret";
import { checkCredentialsVersion } from "./credential-value";
import { checkRegion } from "./region";
import type { CacheLocation } from "./registry";
import { checkRepositoryPrefix, ROOT } from "./repository-prefix";
import { checkRoleArn } from "./role";
import type { Upstream } from "./upstream";
import { ACCESS_KINDS, checkAccess, checkHasRole } from "./upstream-access";
import { checkUpstreamHost } from "./upstream-host";
import { checkOption } from "./upstream-options";
import { REGISTRY_NAMES } from "./upstream-registries";

/** A problem with one property of an upstream. */
export interface PropertyProblem {
  readonly property: string;
  readonly problem: Problem;
}

/**
 * What keeps `upstream` from being looked at any further: it was not made by the catalogue, or what
 * the catalogue was given is no text.
 */
export function checkUpstreamForm(upstream: unknown): PropertyProblem[] {
  if (!isObject(upstream) || !isFromCatalogue(upstream)) {
    const fix = 'call one of its functions, such as dockerHub(), or upstream("<host>")';
    const problem = { given: kindOf(upstream), allowed: "an upstream of the catalogue", fix };
    return [{ property: "", problem }];
  }
  const { host, prefix, upstreamRepositoryPrefix = "", access, source } = upstream;
  const texts: Readonly<Record<string, unknown>> = {
    ...(isObject(source) ? { account: source["account"], region: source["region"] } : { host }),
    prefix,
    upstreamRepositoryPrefix,
    ...(access["kind"] === "secret" && { secretArn: access["arn"] }),
    ...(access["kind"] === "role" && { role: access["arn"] }),
  };
  return Object.entries(texts).flatMap(([property, value]) => {
    const problem = checkString(value);
    return problem ? [{ property: `.${property}`, problem }] : [];
  });
}

/** Who wrote one by hand is to be told so; other rules rely on what the catalogue made. */
function isFromCatalogue(
  upstream: Readonly<Record<string, unknown>>,
): upstream is { readonly access: Readonly<Record<string, unknown>> } & Record<string, unknown> {
  const { registry, access, source, host, title = host } = upstream;
  const kinds: readonly unknown[] = ACCESS_KINDS;
  const registries: readonly unknown[] = REGISTRY_NAMES;
  if (registry !== undefined && !registries.includes(registry)) return false;
  if (source !== undefined && !isObject(source)) return false;
  if (title !== host && typeof title !== "string") return false;
  return isObject(access) && kinds.includes(access["kind"]);
}

/**
 * All that is wrong with one upstream of a cache.
 *
 * @param isKnown whether a value can be looked at; one that Terraform will only know later cannot
 * @param key the key of the upstream, for what is said of its variables
 */
export function checkUpstream(
  upstream: Upstream,
  cache: CacheLocation,
  isKnown: (value: string) => boolean = () => true,
  key = "<key>",
): PropertyProblem[] {
  const { host, prefix, upstreamRepositoryPrefix, access, source } = upstream;
  const problems: PropertyProblem[] = (upstream.misnamed ?? []).flatMap((name) => {
    const problem = checkOption(name, upstream, key);
    return problem ? [{ property: "options", problem }] : [];
  });
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
