import {
  REGISTRIES,
  REGISTRY_NAMES,
  type RegistryFacts,
  type UpstreamRegistry,
} from "./upstream-registries";

/** The values of the placeholders `<account>`, `<region>` and `<name>` in a host. */
export type HostParts = Readonly<Record<string, string>>;

/** A registry that ECR can cache, found by one of its hosts. */
export interface RegistryAddress {
  readonly registry: UpstreamRegistry;
  readonly parts: HostParts;
  /** The host as ECR requires it in a rule. */
  readonly host: string;
  /** The host as image references usually have it. */
  readonly referenceHost: string;
  /** Other hosts with the same images. */
  readonly otherHosts: readonly string[];
}

const PARTS: HostParts = {
  account: "\\d{12}",
  region: "[a-z0-9-]+",
  // With a domain name label, Azure appends a hyphen and a hash to the name.
  name: "[a-z0-9]{5,50}(?:-[a-z0-9]+)?",
};

const PATTERNS = REGISTRY_NAMES.flatMap((registry) => {
  // Stryker disable next-line ArrayDeclaration: what it would put in is the host of nothing
  const { host, referenceHost = host, synonyms = [], otherHosts = [] } = factsOf(registry);
  const hosts = new Set([host, referenceHost, ...synonyms, ...otherHosts]);
  return [...hosts].map((template) => ({ registry, pattern: patternOf(template) }));
});

export function factsOf(registry: UpstreamRegistry): RegistryFacts {
  return REGISTRIES[registry];
}

/** The registry with this host, which may be any of its hosts. */
export function registryAt(host: string): RegistryAddress | undefined {
  for (const { registry, pattern } of PATTERNS) {
    const found = pattern.exec(host);
    if (found) return addressOf(registry, { ...found.groups });
  }
  return undefined;
}

/** A text of the table of registries with its placeholders filled in. */
export function filled(template: string, parts: HostParts): string {
  return template.replaceAll(/<(\w+)>/g, (placeholder, name: string) => {
    const part: unknown = parts[name];
    return typeof part === "string" ? part : placeholder; // An app has no type check.
  });
}

function addressOf(registry: UpstreamRegistry, parts: HostParts): RegistryAddress {
  const { host, referenceHost = host, otherHosts = [] } = factsOf(registry);
  return {
    registry,
    parts,
    host: filled(host, parts),
    referenceHost: filled(referenceHost, parts),
    otherHosts: otherHosts.map((other) => filled(other, parts)),
  };
}

function patternOf(template: string): RegExp {
  const groups = Object.entries(PARTS).map(([name, form]) => [name, `(?<${name}>${form})`]);
  return new RegExp(`^${filled(template.replaceAll(".", "\\."), Object.fromEntries(groups))}$`);
}
