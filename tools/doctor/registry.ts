import {
  type PullThroughCacheRule,
  paginateDescribePullThroughCacheRules,
  paginateDescribeRepositoryCreationTemplates,
  type RepositoryCreationTemplate,
} from "@aws-sdk/client-ecr";
import { ROOT } from "../../ecr/repository-prefix";
import { isUnder as isUnderPrefix, longestPrefix } from "../../references/longest-prefix";
import type { Aws } from "../aws/connection";
import { unlessAbsent } from "../aws/unless-absent";
import type { WantedCaches } from "./wanted-caches";

/** A registry as AWS has it, and what it should be. */
export interface Registry {
  readonly aws: Aws;
  /** The rules that are looked at. */
  readonly rules: readonly Rule[];
  /** Those for repositories that a cache makes. */
  readonly templates: readonly Template[];
  readonly policy: string | undefined;
  readonly policyScope: "V1" | "V2";
  /** What the app wants; nothing where no app was given. */
  readonly wanted: WantedCaches | undefined;
  /** The prefixes that are asked about; nothing means all. */
  readonly prefixes: readonly string[] | undefined;
}

export type Rule = PullThroughCacheRule & {
  readonly ecrRepositoryPrefix: string;
  readonly upstreamRegistryUrl: string;
};

export type Template = RepositoryCreationTemplate & { readonly prefix: string };

/**
 * Reads what all checks need.
 *
 * @param prefixes the caches to look at, where not all of them are
 * @throws what AWS answers to somebody who may not read it
 */
export async function readRegistry(
  aws: Aws,
  wanted: WantedCaches | undefined,
  prefixes: readonly string[] | undefined,
): Promise<Registry> {
  const { ecr } = aws;
  const [rules, templates, policy, scope] = await Promise.all([
    readRules(aws),
    readTemplates(aws),
    unlessAbsent("RegistryPolicyNotFoundException", ecr.getRegistryPolicy({})),
    ecr.getAccountSetting({ name: "REGISTRY_POLICY_SCOPE" }),
  ]);
  const asked = prefixes ?? wanted?.rules.map(({ prefix }) => prefix);
  return {
    aws,
    rules: rules.filter(({ ecrRepositoryPrefix: one }) => asked?.includes(one) ?? true),
    templates,
    policy: policy?.policyText,
    policyScope: scope.value === "V1" ? "V1" : "V2",
    wanted,
    prefixes: asked,
  };
}

async function readRules({ ecr }: Aws): Promise<Rule[]> {
  const rules: Rule[] = [];
  for await (const page of paginateDescribePullThroughCacheRules({ client: ecr }, {})) {
    for (const rule of page.pullThroughCacheRules ?? []) {
      const { ecrRepositoryPrefix = "", upstreamRegistryUrl = "" } = rule;
      rules.push({ ...rule, ecrRepositoryPrefix, upstreamRegistryUrl });
    }
  }
  return rules;
}

async function readTemplates({ ecr }: Aws): Promise<Template[]> {
  const templates: Template[] = [];
  for await (const page of paginateDescribeRepositoryCreationTemplates({ client: ecr }, {})) {
    for (const template of page.repositoryCreationTemplates ?? []) {
      const { prefix = "", appliedFor = [] } = template;
      if (appliedFor.includes("PULL_THROUGH_CACHE")) templates.push({ ...template, prefix });
    }
  }
  return templates;
}

/** Whether a repository, or all under a prefix, lies under another prefix. */
export function isUnder(name: string, prefix: string): boolean {
  return isUnderPrefix(`${name}/`, withoutRoot(prefix));
}

/** Of what applies to a name, ECR takes what has the longest prefix. */
export function closestTo<T extends { readonly prefix: string }>(
  name: string,
  all: readonly T[],
): T | undefined {
  return longestPrefix(`${name}/`, all, ({ prefix }) => withoutRoot(prefix));
}

/** The rule of the cache that a repository is in. */
export function ruleOf(repository: string, rules: readonly Rule[]): Rule | undefined {
  return longestPrefix(repository, rules, (rule) => withoutRoot(rule.ecrRepositoryPrefix));
}

function withoutRoot(prefix: string): string {
  return prefix === ROOT ? "" : prefix;
}
