import { initialSetting } from "./ecr/account-settings";
import type {
  PullThroughCacheRule,
  Registry,
  RepositoryCreationTemplate,
  ScanningConfiguration,
} from "./ecr/registry";
import type { Role } from "./iam/identity-store";
import type { Secret } from "./secrets-manager/secret";
import type { AwsState } from "./state";

/** What one account holds in one Region, or, of IAM, everywhere. Only what there is is present. */
export interface Holdings {
  readonly pullThroughCacheRules?: readonly PullThroughCacheRule[];
  readonly repositoryCreationTemplates?: readonly RepositoryCreationTemplate[];
  /** Read from the text that AWS holds, as is a template's policies. */
  readonly registryPolicy?: unknown;
  readonly registryScanningConfiguration?: ScanningConfiguration;
  readonly accountSettings?: Readonly<Record<string, string>>;
  readonly secrets?: readonly ReturnType<typeof describeSecret>[];
  readonly roles?: readonly ReturnType<typeof describeRole>[];
  readonly policies?: readonly object[];
}

/** By account id, then by Region, or "global" for IAM. A fresh AWS is `{}`. */
export type Inventory = Readonly<Record<string, Readonly<Record<string, Holdings>>>>;

/** Everything that AWS now holds, as plain JSON and without a secret's value. */
export function takeInventory(state: AwsState): Inventory {
  const accounts = state.accounts().map(({ accountId, regions }) => {
    const { roles, policies } = state.identities(accountId);
    const global = {
      ...some("roles", [...roles.values()].map(describeRole)),
      ...some(
        "policies",
        [...policies.values()].map(({ name, arn }) => ({ name, arn })),
      ),
    };
    const regional = regions.map((region) => [
      region,
      {
        ...describeRegistry(state.registry(accountId, region)),
        ...some("secrets", state.secrets(accountId, region).all().map(describeSecret)),
      },
    ]);
    return [accountId, withoutEmpty({ ...Object.fromEntries(regional), global })];
  });
  return JSON.parse(JSON.stringify(withoutEmpty(Object.fromEntries(accounts))));
}

function describeRegistry(registry: Registry): Holdings {
  const { policyText, scanning } = registry;
  // Policies and lifecycle policies are texts of JSON: read, they are easier to look at.
  const templates = [...registry.templates.values()].map((template) => ({
    ...template,
    lifecyclePolicy: template.lifecyclePolicy && JSON.parse(template.lifecyclePolicy),
    repositoryPolicy: template.repositoryPolicy && JSON.parse(template.repositoryPolicy),
  }));
  const isDefaultScanning = scanning.scanType === "BASIC" && scanning.rules.length === 0;
  // A setting that was put to what it was anyway is nothing that AWS holds.
  const settings = [...registry.accountSettings].filter(
    ([name, value]) => value !== initialSetting(name, registry),
  );
  return {
    ...some("pullThroughCacheRules", [...registry.rules.values()]),
    ...some("repositoryCreationTemplates", templates),
    ...(policyText !== undefined && { registryPolicy: JSON.parse(policyText) }),
    ...(!isDefaultScanning && { registryScanningConfiguration: scanning }),
    ...(settings.length > 0 && { accountSettings: Object.fromEntries(settings) }),
  };
}

function describeSecret(secret: Secret) {
  return {
    name: secret.name,
    arn: secret.arn,
    tags: secret.tags,
    hasValue: secret.versionAt("AWSCURRENT") !== undefined,
    versions: secret.versions.size,
    deletionDate: secret.deletionDate,
  };
}

function describeRole(role: Role) {
  return {
    name: role.name,
    arn: role.arn,
    inlinePolicies: [...role.inlinePolicies.keys()],
    attachedPolicies: [...role.attachedPolicies],
  };
}

function some(name: keyof Holdings, items: readonly object[]): Holdings {
  return items.length > 0 ? { [name]: items } : {};
}

function withoutEmpty<T extends object>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(record).filter(([, value]) => Object.keys(value).length > 0),
  );
}
