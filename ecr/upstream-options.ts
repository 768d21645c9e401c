import type { Problem } from "../problems/problem";
import { checkKnownName } from "../problems/suggestion";
import { isObject } from "../problems/value-type";
import { adviceOnVariables, isCredentialName } from "./credential-value";
import { factsOf, filled, type HostParts } from "./registry-address";
import type { Upstream, UpstreamAccess } from "./upstream";
import type { RegistryFacts, UpstreamRegistry } from "./upstream-registries";

/** The options of every upstream. */
export interface UpstreamOptions {
  /**
   * The prefix under which the upstream's images appear in the registry; `ROOT` for all repositories
   * that no other prefix matches.
   * @default - the registry's usual one, e.g. "docker-hub"
   */
  readonly prefix?: string;
}

/** The options of an upstream that requires credentials, even for public images. */
export interface CredentialOptions extends UpstreamOptions {
  /**
   * A secret that exists already, in the account and Region of the cache, with the JSON keys
   * `username` and `accessToken`. Its name must begin with `ecr-pullthroughcache/`.
   * @default - a secret is created from the variables `<key>_cache_username` and `<key>_cache_token`
   */
  readonly secretArn?: string;
  /**
   * The version of a write-only value (`secrets: { value: "write-only" }` of the stack). Terraform does
   * not notice that a write-only value has changed: to rotate the token, set the new value and add 1
   * here.
   * @default 1
   */
  readonly credentialsVersion?: number;
}

/** A private ECR registry, and what of it is cached. */
export interface PrivateEcrOptions extends UpstreamOptions {
  /** The account of the upstream registry: twelve digits. */
  readonly account: string;
  /** The Region of the upstream registry. */
  readonly region: string;
  /**
   * Caches only the repositories under this prefix of the upstream. Not with the prefix `ROOT`.
   * @default - the whole upstream
   */
  readonly upstreamRepositoryPrefix?: string;
  /**
   * The role with which ECR reads the upstream. "create" makes one with the least rights; the ARN is
   * one that exists, in the cache's account; "none" is for a registry of the cache's own account.
   * @default "create"
   */
  readonly role?: "create" | "none" | { readonly arn: string };
}

/** The options of all kinds of upstreams. */
export type AnyUpstreamOptions = CredentialOptions &
  Pick<PrivateEcrOptions, "role" | "upstreamRepositoryPrefix">;

const OPTIONS: Readonly<Record<RegistryFacts["login"], readonly string[]>> = {
  credentials: ["prefix", "secretArn", "credentialsVersion"],
  nothing: ["prefix"],
  role: ["account", "region", "prefix", "upstreamRepositoryPrefix", "role"],
};

/** The options that an upstream of some kind has. */
export const OPTION_NAMES: readonly string[] = Object.values(OPTIONS).flat();

/** Creates an upstream from its row in the table of registries and from options. */
export function upstreamOf(
  registry: UpstreamRegistry,
  options: AnyUpstreamOptions | null,
  parts: HostParts = {},
): Upstream {
  const { title, host, referenceHost, defaultNamespace, login, ...usual } = factsOf(registry);
  const { prefix = usual.prefix, upstreamRepositoryPrefix } = options ?? {};
  return {
    registry,
    title: filled(title, parts),
    host: filled(host, parts),
    referenceHost,
    defaultNamespace,
    prefix,
    access: accessOf(login, options ?? {}),
    ...(login === "role" && { upstreamRepositoryPrefix }),
    misnamed: findMisnamed(options, OPTIONS[login]),
  };
}

function accessOf(login: RegistryFacts["login"], options: AnyUpstreamOptions): UpstreamAccess {
  const { secretArn, credentialsVersion: version, role = "create" } = options;
  if (login === "nothing") return { kind: "none" };
  if (login === "role") return roleAccess(role);
  return secretArn === undefined
    ? { kind: "variables", version }
    : { kind: "secret", arn: secretArn };
}

function roleAccess(role: NonNullable<PrivateEcrOptions["role"]>): UpstreamAccess {
  if (role === "create") return { kind: "created-role" };
  if (role === "none") return { kind: "none" };
  // An ARN without its braces is looked at as the ARN that it is.
  return { kind: "role", arn: isObject(role) ? role.arn : role };
}

/** Apps run without a type check: a mistyped option would be one that nobody asked for. */
function findMisnamed(options: object | null, known: readonly string[]): string[] {
  return Object.keys(options ?? {}).filter((name) => !known.includes(name));
}

/**
 * Whether an upstream has an option of this name.
 *
 * @param key the key of the upstream, with which the names of its variables begin
 */
export function checkOption(
  name: string,
  { registry, title }: Pick<Upstream, "registry" | "title">,
  key: string,
): Problem | undefined {
  if (!registry) return undefined; // The host is reported already.
  const { login } = factsOf(registry);
  const problem = checkKnownName(name, OPTIONS[login]);
  if (!problem) return undefined;
  const isCredential = isCredentialName(name) || OPTIONS.credentials.includes(name);
  if (!isCredential) return problem;
  return {
    ...problem,
    fix: login === "credentials" ? adviceOnVariables(key) : NO_CREDENTIALS(title),
  };
}

const NO_CREDENTIALS = (title: string) => `leave it out: ECR takes no credentials for ${title}`;
