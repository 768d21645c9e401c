import { unlessAbsent } from "../../aws/unless-absent";
import { found, missing, unknown } from "../finding";
import type { Finder } from "../wanted";

const pullThroughCacheRule: Finder = {
  id: "the prefix, such as docker-hub",
  async find(wanted, { ecr }) {
    const prefix = await wanted.text("ecr_repository_prefix");
    const answer = await unlessAbsent(
      "PullThroughCacheRuleNotFoundException",
      ecr.describePullThroughCacheRules({ ecrRepositoryPrefixes: [prefix] }),
    );
    const [rule] = answer?.pullThroughCacheRules ?? [];
    if (!rule) return missing();
    const upstream = await wanted.text("upstream_registry_url");
    if (rule.upstreamRegistryUrl === upstream) return found(prefix);
    // After an import, Terraform would replace the rule, and pulls through it would get other images.
    return unknown(
      `the rule for ${prefix} caches ${rule.upstreamRegistryUrl}, not ${upstream}: choose another \`prefix\` for this upstream, or delete that rule`,
    );
  },
};

const creationTemplate: Finder = {
  id: "the prefix, such as ROOT",
  async find(wanted, { ecr }) {
    const prefix = await wanted.text("prefix");
    const answer = await unlessAbsent(
      "TemplateNotFoundException",
      ecr.describeRepositoryCreationTemplates({ prefixes: [prefix] }),
    );
    return answer?.repositoryCreationTemplates?.length ? found(prefix) : missing();
  },
};

const registryPolicy: Finder = {
  id: "the account's id",
  async find(_, { ecr, accountId }) {
    const answer = await unlessAbsent("RegistryPolicyNotFoundException", ecr.getRegistryPolicy({}));
    return answer ? found(accountId) : missing();
  },
};

/** Every registry has one. Without rules, it is the default of a registry that was never configured. */
const scanningConfiguration: Finder = {
  id: "the account's id",
  async find(_, { ecr, accountId }) {
    const { scanningConfiguration } = await ecr.getRegistryScanningConfiguration({});
    const { scanType = "BASIC", rules = [] } = scanningConfiguration ?? {};
    return scanType === "BASIC" && rules.length === 0 ? missing() : found(accountId);
  },
};

/** Every account has each setting, with a default value of AWS where it was never set. */
const accountSetting: Finder = {
  id: "the setting's name, such as REGISTRY_POLICY_SCOPE",
  async find(wanted) {
    return found(await wanted.text("name"));
  },
};

export const ecrFinders = {
  aws_ecr_account_setting: accountSetting,
  aws_ecr_pull_through_cache_rule: pullThroughCacheRule,
  aws_ecr_registry_policy: registryPolicy,
  aws_ecr_registry_scanning_configuration: scanningConfiguration,
  aws_ecr_repository_creation_template: creationTemplate,
};
