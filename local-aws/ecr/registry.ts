import type { CallContext } from "../operation";
import { regionalSlot } from "../state";
import type { Tag } from "../tags";
import type { Repository, RepositoryConfiguration } from "./repository";
import { ecrSettings, type PolicyScope } from "./settings";

export interface PullThroughCacheRule {
  readonly ecrRepositoryPrefix: string;
  readonly upstreamRegistryUrl: string;
  readonly upstreamRegistry: string;
  /** Absent unless it was requested: AWS does not return its default, ROOT. */
  readonly upstreamRepositoryPrefix?: string;
  readonly credentialArn?: string;
  readonly customRoleArn?: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface RepositoryCreationTemplate extends RepositoryConfiguration {
  readonly prefix: string;
  readonly description?: string;
  readonly resourceTags: readonly Tag[];
  readonly repositoryPolicy?: string;
  readonly lifecyclePolicy?: string;
  readonly appliedFor: readonly string[];
  readonly customRoleArn?: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface ScanningConfiguration {
  readonly scanType: string;
  readonly rules: readonly {
    readonly scanFrequency: string;
    readonly repositoryFilters: readonly {
      readonly filter: string;
      readonly filterType: string;
    }[];
  }[];
}

/** A private registry. Each account has one in each Region. */
export interface Registry {
  /** By prefix, without a trailing slash. */
  readonly rules: Map<string, PullThroughCacheRule>;
  readonly templates: Map<string, RepositoryCreationTemplate>;
  /** By name. */
  readonly repositories: Map<string, Repository>;
  policyText: string | undefined;
  scanning: ScanningConfiguration;
  /** The account settings that have been changed; the others have their initial values. */
  readonly accountSettings: Map<string, string>;
  readonly initialPolicyScope: PolicyScope;
}

/** A new account's registry has basic scanning without filters, no policy and no rules. */
export const registries = regionalSlot(
  (state): Registry => ({
    rules: new Map(),
    templates: new Map(),
    repositories: new Map(),
    policyText: undefined,
    scanning: { scanType: "BASIC", rules: [] },
    accountSettings: new Map(),
    initialPolicyScope: state.get(ecrSettings).registryPolicyScope,
  }),
);

/** The registry of the caller's account in the caller's Region. */
export const registryOf = (call: CallContext): Registry => call.state.get(registries, call);
