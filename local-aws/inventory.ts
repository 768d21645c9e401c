import { initialSetting } from "./ecr/account-settings";
import {
  type PullThroughCacheRule,
  type Registry,
  type RepositoryCreationTemplate,
  registries,
  type ScanningConfiguration,
} from "./ecr/registry";
import type { Repository } from "./ecr/repository";
import { type EventRule, ruleStores } from "./events/rule-store";
import { identitiesOf, type Role } from "./iam/identity-store";
import { type Bucket, bucketStores } from "./s3/bucket";
import type { Secret } from "./secrets-manager/secret";
import { secretStores } from "./secrets-manager/secret-store";
import { type Topic, type TopicStore, topicStores } from "./sns/topic-store";
import type { AwsState } from "./state";

/** What an account holds in one Region, or in all Regions for IAM. Empty parts are left out. */
export interface Holdings {
  readonly pullThroughCacheRules?: readonly PullThroughCacheRule[];
  readonly repositoryCreationTemplates?: readonly RepositoryCreationTemplate[];
  readonly repositories?: readonly ReturnType<typeof describeRepository>[];
  /** Parsed from the JSON that AWS holds, as are the policies of templates. */
  readonly registryPolicy?: unknown;
  readonly registryScanningConfiguration?: ScanningConfiguration;
  readonly accountSettings?: Readonly<Record<string, string>>;
  readonly secrets?: readonly ReturnType<typeof describeSecret>[];
  readonly eventRules?: readonly object[];
  readonly topics?: readonly object[];
  readonly subscriptions?: readonly object[];
  readonly buckets?: readonly ReturnType<typeof describeBucket>[];
  readonly roles?: readonly ReturnType<typeof describeRole>[];
  readonly policies?: readonly { readonly name: string; readonly arn: string }[];
  readonly oidcProviders?: readonly object[];
}

/** By account id, then by Region, or "global" for IAM. `{}` when AWS is empty. */
export type Inventory = Readonly<Record<string, Readonly<Record<string, Holdings>>>>;

/** Everything that AWS holds, as plain JSON, without the values of secrets and objects. */
export function takeInventory(state: AwsState): Inventory {
  const accounts = state.accounts().map(({ accountId, regions }) => {
    const { roles, policies, oidcProviders } = identitiesOf({ state, accountId });
    const global = {
      ...some("roles", [...roles.values()].map(describeRole)),
      ...some(
        "policies",
        [...policies.values()].map(({ name, arn }) => ({ name, arn })),
      ),
      ...some(
        "oidcProviders",
        [...oidcProviders.values()].map(({ arn, clientIds }) => ({ arn, clientIds })),
      ),
    };
    const regional = regions.map((region) => {
      const place = { accountId, region };
      const holdings = {
        ...describeRegistry(state.get(registries, place)),
        ...some("secrets", state.get(secretStores, place).all().map(describeSecret)),
        ...some("eventRules", [...state.get(ruleStores, place).values()].map(describeRule)),
        ...describeTopics(state.get(topicStores, place)),
        ...some("buckets", [...state.get(bucketStores, place).values()].map(describeBucket)),
      };
      return [region, holdings];
    });
    return [accountId, withoutEmpty({ ...Object.fromEntries(regional), global })];
  });
  return JSON.parse(JSON.stringify(withoutEmpty(Object.fromEntries(accounts))));
}

function describeRegistry(registry: Registry): Holdings {
  const { policyText, scanning } = registry;
  // Policies are JSON strings, which are easier to read when they are parsed.
  const templates = [...registry.templates.values()].map((template) => ({
    ...template,
    lifecyclePolicy: template.lifecyclePolicy && JSON.parse(template.lifecyclePolicy),
    repositoryPolicy: template.repositoryPolicy && JSON.parse(template.repositoryPolicy),
  }));
  const isDefaultScanning = scanning.scanType === "BASIC" && scanning.rules.length === 0;
  // A setting with its initial value is left out, even if it has been set.
  const settings = [...registry.accountSettings].filter(
    ([name, value]) => value !== initialSetting(name, registry),
  );
  return {
    ...some("pullThroughCacheRules", [...registry.rules.values()]),
    ...some("repositoryCreationTemplates", templates),
    ...some("repositories", [...registry.repositories.values()].map(describeRepository)),
    ...(policyText !== undefined && { registryPolicy: JSON.parse(policyText) }),
    ...(!isDefaultScanning && { registryScanningConfiguration: scanning }),
    ...(settings.length > 0 && { accountSettings: Object.fromEntries(settings) }),
  };
}

function describeRepository({ name, images, tags, lifecyclePolicy }: Repository) {
  const digests = [...images].map(([tag, { digest }]) => [tag, digest]);
  return {
    name,
    ...(tags.length > 0 && { tags }),
    lifecyclePolicy: lifecyclePolicy && JSON.parse(lifecyclePolicy),
    images: Object.fromEntries(digests) as Record<string, string>,
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

function describeRule({ eventPattern, targets, ...rule }: EventRule) {
  return {
    ...rule,
    eventPattern: eventPattern && JSON.parse(eventPattern),
    targets: [...targets.values()],
  };
}

function describeTopics({ topics, subscriptions }: TopicStore): Holdings {
  return {
    ...some("topics", [...topics.values()].map(describeTopic)),
    ...some("subscriptions", [...subscriptions.values()]),
  };
}

function describeTopic({ name, arn, attributes, tags }: Topic) {
  // A sample rate of 0 is the default.
  const held = [...attributes].filter(([key, value]) => !/SampleRate$/.test(key) || value !== "0");
  const { Policy, ...others } = Object.fromEntries(held);
  return { name, arn, tags, ...others, ...(Policy && { policy: JSON.parse(Policy) }) };
}

/** Objects, such as a Terraform state, may contain secrets: only their sizes in bytes are shown. */
function describeBucket({ name, versioning, objects }: Bucket) {
  const sizes = [...objects].flatMap(([key, { latest }]) =>
    latest?.content ? [[key, latest.content.bytes.length]] : [],
  );
  return { name, versioning, objects: Object.fromEntries(sizes) as Record<string, number> };
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
