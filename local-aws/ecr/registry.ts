import type { Tag } from "../tags";
import type { Repository } from "./repository";

export type PolicyScope = "V1" | "V2";

export interface PullThroughCacheRule {
  readonly ecrRepositoryPrefix: string;
  readonly upstreamRegistryUrl: string;
  readonly upstreamRegistry: string;
  /** As asked for: AWS does not tell its default, ROOT, to those who did not. */
  readonly upstreamRepositoryPrefix?: string;
  readonly credentialArn?: string;
  readonly customRoleArn?: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface RepositoryCreationTemplate {
  readonly prefix: string;
  readonly description?: string;
  readonly encryptionConfiguration: {
    readonly encryptionType: string;
    readonly kmsKey?: string;
  };
  readonly resourceTags: readonly Tag[];
  readonly imageTagMutability: string;
  readonly imageTagMutabilityExclusionFilters?: readonly {
    readonly filterType: string;
    readonly filter: string;
  }[];
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

/** One private registry, which is one account in one Region. */
export interface Registry {
  /** By prefix, without a trailing slash. */
  readonly rules: Map<string, PullThroughCacheRule>;
  readonly templates: Map<string, RepositoryCreationTemplate>;
  /** By name. */
  readonly repositories: Map<string, Repository>;
  policyText: string | undefined;
  scanning: ScanningConfiguration;
  /** Account settings that were put; the others have their initial values. */
  readonly accountSettings: Map<string, string>;
  readonly initialPolicyScope: PolicyScope;
}

/** A registry as AWS hands it out: basic scanning of nothing, no policy, no rule. */
export function newRegistry(initialPolicyScope: PolicyScope): Registry {
  return {
    rules: new Map(),
    templates: new Map(),
    repositories: new Map(),
    policyText: undefined,
    scanning: { scanType: "BASIC", rules: [] },
    accountSettings: new Map(),
    initialPolicyScope,
  };
}
