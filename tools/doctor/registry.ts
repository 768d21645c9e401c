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

/** The settings of a registry, and what they should be. */
export interface Registry {
  readonly aws: Aws;
  /** The rules to check. */
  readonly rules: readonly Rule[];
  /** The templates for repositories that a pull through cache creates. */
  readonly templates: readonly Template[];
  readonly policy: string | undefined;
  readonly policyScope: "V1" | "V2";
  /** What the app declares; absent where no app was given. */
  readonly wanted: WantedCaches | undefined;
  /** The prefixes to check; absent means all. */
  readonly prefixes: readonly string[] | undefined;
}

export type Rule = PullThroughCacheRule & {
  readonly ecrRepositoryPrefix: string;
  readonly upstreamRegistryUrl: string;
};

export type Template = RepositoryCreationTemplate & { readonly prefix: string };

/**
 * Reads the settings that all checks need.
 *
 * @param prefixes the caches to check; absent means all
 * @throws the error of AWS when the caller may not read them
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

/** Of the things that apply to a name, the one with the longest prefix, which ECR uses. */
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
