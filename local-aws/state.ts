import { newRegistry, type PolicyScope, type Registry } from "./ecr/registry";
import type { RegistryToken } from "./ecr/registry-tokens";
import { UpstreamStore } from "./ecr/upstream-store";
import { newRuleStore, type RuleStore } from "./events/rule-store";
import { type IdentityStore, newIdentityStore } from "./iam/identity-store";
import type { Bucket } from "./s3/bucket";
import { SecretStore } from "./secrets-manager/secret-store";
import { newTopicStore, type TopicStore } from "./sns/topic-store";
import type { Session } from "./sts/session";

/** What a caller can choose about the accounts at their beginning. */
export interface StateOptions {
  readonly registryPolicyScope: PolicyScope;
  readonly requireSecretValue: boolean;
  /** Access tokens that no upstream takes. */
  readonly rejectedTokens: readonly string[];
}

/**
 * Everything that AWS holds: IAM per account, buckets by names that are taken for all accounts, every
 * other service per account and Region.
 */
export class AwsState {
  readonly #registries = new Map<string, Registry>();
  readonly #secretStores = new Map<string, SecretStore>();
  readonly #ruleStores = new Map<string, RuleStore>();
  readonly #topicStores = new Map<string, TopicStore>();
  readonly #identityStores = new Map<string, IdentityStore>();
  /** Of all accounts and Regions, by name. */
  readonly buckets = new Map<string, Bucket>();
  /** Temporary credentials, by access key id. */
  readonly sessions = new Map<string, Session>();
  /** Logins to registries, by what a client sends. */
  readonly registryTokens = new Map<string, RegistryToken>();
  /** What registries outside AWS have. */
  readonly upstreams = new UpstreamStore();
  /** Where this AWS is, for clients that it sends back to itself. */
  endpoint = "";

  constructor(readonly options: StateOptions) {}

  registry(accountId: string, region: string): Registry {
    return entry(this.#registries, `${accountId} ${region}`, () =>
      newRegistry(this.options.registryPolicyScope),
    );
  }

  secrets(accountId: string, region: string): SecretStore {
    return entry(
      this.#secretStores,
      `${accountId} ${region}`,
      () => new SecretStore(accountId, region),
    );
  }

  eventRules(accountId: string, region: string): RuleStore {
    return entry(this.#ruleStores, `${accountId} ${region}`, newRuleStore);
  }

  topics(accountId: string, region: string): TopicStore {
    return entry(this.#topicStores, `${accountId} ${region}`, newTopicStore);
  }

  identities(accountId: string): IdentityStore {
    return entry(this.#identityStores, accountId, newIdentityStore);
  }

  bucketsOf(accountId: string, region: string): Bucket[] {
    return [...this.buckets.values()].filter(
      (bucket) => bucket.accountId === accountId && bucket.region === region,
    );
  }

  /** Every account that was called so far, with the Regions in which it was called. */
  accounts(): { accountId: string; regions: string[] }[] {
    const places = [
      this.#registries,
      this.#secretStores,
      this.#ruleStores,
      this.#topicStores,
    ].flatMap((stores) => [...stores.keys()]);
    for (const { accountId, region } of this.buckets.values())
      places.push(`${accountId} ${region}`);
    const accountIds = new Set(places.map((place) => place.slice(0, 12)));
    for (const accountId of this.#identityStores.keys()) accountIds.add(accountId);
    return [...accountIds].sort().map((accountId) => {
      const own = places.filter((place) => place.startsWith(accountId));
      return { accountId, regions: [...new Set(own.map((place) => place.slice(13)))].sort() };
    });
  }

  clear(): void {
    this.#registries.clear();
    this.#secretStores.clear();
    this.#ruleStores.clear();
    this.#topicStores.clear();
    this.#identityStores.clear();
    this.buckets.clear();
    this.sessions.clear();
    this.registryTokens.clear();
    this.upstreams.clear();
  }
}

function entry<V>(map: Map<string, V>, key: string, create: () => V): V {
  const value = map.get(key) ?? create();
  map.set(key, value);
  return value;
}
