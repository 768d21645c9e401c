import type { Holdings, Inventory } from "../../local-aws";

/** Lists what AWS contains, one line for each thing. */
export function describeInventory(inventory: Inventory): string[] {
  return Object.entries(inventory).flatMap(([account, places]) =>
    Object.entries(places).flatMap(([place, holdings]) => [
      `account ${account}, ${place}`,
      ...describeHoldings(holdings).map(([kind, text]) => `  ${kind.padEnd(24)} ${text}`),
    ]),
  );
}

type Line = readonly [kind: string, text: string];

function describeHoldings(holdings: Holdings): Line[] {
  const { registryPolicy, registryScanningConfiguration: scanning } = holdings;
  const { pullThroughCacheRules = [], repositoryCreationTemplates = [], secrets = [] } = holdings;
  return [
    ...secrets.map((secret): Line => ["secret", secret.name]),
    ...pullThroughCacheRules.map(
      (rule): Line => [
        "pull-through cache rule",
        `${rule.ecrRepositoryPrefix}: from ${rule.upstreamRegistryUrl}`,
      ],
    ),
    ...repositoryCreationTemplates.map(
      (template): Line => [
        "creation template",
        `${template.prefix}: for ${template.appliedFor.join(", ")}`,
      ],
    ),
    ...statements(registryPolicy).map((statement): Line => ["registry policy", statement]),
    ...(scanning?.rules ?? []).map(
      (rule): Line => [
        "image scanning",
        `${scanning?.scanType}, ${rule.scanFrequency}: ${rule.repositoryFilters.map(({ filter }) => filter).join(", ")}`,
      ],
    ),
    ...(holdings.roles ?? []).map((role): Line => ["role", role.name]),
  ];
}

function statements(policy: unknown): string[] {
  const { Statement = [] } = (policy ?? {}) as {
    Statement?: { Sid?: string; Resource?: unknown }[];
  };
  return Statement.map(({ Sid, Resource }) => `${Sid}: ${[Resource].flat().join(", ")}`);
}
