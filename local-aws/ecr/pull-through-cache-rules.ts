import { AwsError } from "../aws-error";
import { invalidNextToken, invalidParameter } from "../error-format";
import { createServiceLinkedRole } from "../iam/service-linked-role";
import { type CallContext, changes, reads } from "../operation";
import { page } from "../pagination";
import { integer, list, oneOf, string, structure } from "../shape";
import { credentialArn, credentialFailure } from "./credential-secret";
import { checkCustomRole, customRoleArn } from "./custom-role";
import { type PullThroughCacheRule, registryOf } from "./registry";
import { ownRegistryOnly, registryId } from "./registry-id";
import { repositoryPrefix, withoutTrailingSlash } from "./repository-prefix";
import { checkLogin, checkPullThroughRegion, RULE_ROLE_TRUSTS } from "./rule-checks";
import { PULL_THROUGH_CACHE_ROLE } from "./service-linked-roles";
import { UPSTREAM_REGISTRY_NAMES, upstreamRegistry } from "./upstream-registries";

const RULES_PER_REGISTRY = 50;

const rulePrefix = repositoryPrefix({ min: 2, max: 30 });
const oneRule = structure({ ecrRepositoryPrefix: rulePrefix, registryId }, ["ecrRepositoryPrefix"]);

export const pullThroughCacheRuleOperations = {
  CreatePullThroughCacheRule: changes(
    structure(
      {
        ecrRepositoryPrefix: rulePrefix,
        upstreamRegistryUrl: string(),
        registryId,
        upstreamRegistry: oneOf(...UPSTREAM_REGISTRY_NAMES),
        credentialArn,
        customRoleArn,
        upstreamRepositoryPrefix: rulePrefix,
      },
      ["ecrRepositoryPrefix", "upstreamRegistryUrl"],
    ),
    (input, call) => {
      const rules = rulesOf(input.registryId, call);
      const prefix = withoutTrailingSlash(input.ecrRepositoryPrefix);
      const upstream = upstreamRegistry(input.upstreamRegistryUrl, input.upstreamRegistry);
      const upstreamPrefix =
        input.upstreamRepositoryPrefix && withoutTrailingSlash(input.upstreamRepositoryPrefix);
      if (prefix === "ROOT" && (upstreamPrefix ?? "ROOT") !== "ROOT") {
        throw invalidParameter(
          "upstreamRepositoryPrefix",
          "must be ROOT when the ECR repository prefix is ROOT",
        );
      }
      checkLogin(upstream, input, call);
      if (rules.has(prefix)) throw alreadyExists(prefix, call);
      if (rules.size >= RULES_PER_REGISTRY) {
        throw new AwsError(
          "LimitExceededException",
          `The maximum of ${RULES_PER_REGISTRY} pull through cache rules per registry is reached`,
        );
      }
      const now = new Date();
      const rule: PullThroughCacheRule = {
        ecrRepositoryPrefix: prefix,
        upstreamRegistryUrl: input.upstreamRegistryUrl,
        upstreamRegistry: upstream.name,
        upstreamRepositoryPrefix: upstreamPrefix,
        credentialArn: input.credentialArn,
        customRoleArn: input.customRoleArn,
        createdAt: now,
        updatedAt: now,
      };
      rules.set(prefix, rule);
      createServiceLinkedRole(PULL_THROUGH_CACHE_ROLE, call);
      const { updatedAt: _, ...answer } = rule;
      return { registryId: call.accountId, ...answer };
    },
  ),

  /** Changes only the credentials of a rule. */
  UpdatePullThroughCacheRule: changes(
    structure({ ecrRepositoryPrefix: rulePrefix, registryId, credentialArn, customRoleArn }, [
      "ecrRepositoryPrefix",
    ]),
    (input, call) => {
      const rules = rulesOf(input.registryId, call);
      const rule = ruleAt(input.ecrRepositoryPrefix, rules, call);
      const upstream = upstreamRegistry(rule.upstreamRegistryUrl);
      const { login } = upstream;
      const given = login === "secret" ? input.credentialArn : input.customRoleArn;
      if (login === "nothing" || given === undefined) throw noLoginToUpdate();
      checkLogin(upstream, { ...input, upstreamRegistryUrl: rule.upstreamRegistryUrl }, call);
      const updated = {
        ...rule,
        ...(login === "secret" ? { credentialArn: given } : { customRoleArn: given }),
        updatedAt: new Date(),
      };
      rules.set(rule.ecrRepositoryPrefix, updated);
      return {
        registryId: call.accountId,
        ecrRepositoryPrefix: updated.ecrRepositoryPrefix,
        updatedAt: updated.updatedAt,
        credentialArn: updated.credentialArn,
        customRoleArn: updated.customRoleArn,
        upstreamRepositoryPrefix: updated.upstreamRepositoryPrefix,
      };
    },
  ),

  DescribePullThroughCacheRules: reads(
    structure({
      registryId,
      ecrRepositoryPrefixes: list(rulePrefix, { min: 1, max: 100 }),
      nextToken: string(),
      maxResults: integer({ min: 1, max: 1000 }),
    }),
    (input, call) => {
      const rules = rulesOf(input.registryId, call);
      const wanted = input.ecrRepositoryPrefixes ?? [...rules.keys()].sort();
      const found = wanted.map((prefix) => ({
        registryId: call.accountId,
        ...ruleAt(prefix, rules, call),
      }));
      const { items, nextToken } = page(
        found,
        input.maxResults ?? 100,
        input.nextToken,
        invalidNextToken,
      );
      return { pullThroughCacheRules: items, nextToken };
    },
  ),

  DeletePullThroughCacheRule: changes(oneRule, (input, call) => {
    const rules = rulesOf(input.registryId, call);
    const rule = ruleAt(input.ecrRepositoryPrefix, rules, call);
    rules.delete(rule.ecrRepositoryPrefix);
    const { updatedAt: _, upstreamRegistry: __, ...answer } = rule;
    return { registryId: call.accountId, ...answer };
  }),

  /** Validates the login of a rule as far as possible without calling the upstream registry. */
  ValidatePullThroughCacheRule: reads(oneRule, (input, call) => {
    const rule = ruleAt(input.ecrRepositoryPrefix, rulesOf(input.registryId, call), call);
    const failure = loginFailure(rule, call);
    const { createdAt: _, updatedAt: __, upstreamRegistry: ___, ...answer } = rule;
    return { registryId: call.accountId, ...answer, isValid: failure === undefined, failure };
  }),
};

function rulesOf(id: string | undefined, call: CallContext): Map<string, PullThroughCacheRule> {
  checkPullThroughRegion(call.region);
  ownRegistryOnly(id, call);
  return registryOf(call).rules;
}

function ruleAt(
  prefix: string,
  rules: ReadonlyMap<string, PullThroughCacheRule>,
  call: CallContext,
): PullThroughCacheRule {
  const rule = rules.get(withoutTrailingSlash(prefix));
  if (rule) return rule;
  throw new AwsError(
    "PullThroughCacheRuleNotFoundException",
    `The pull through cache rule with prefix '${prefix}' does not exist in the registry with id '${call.accountId}'`,
  );
}

/** Why a rule cannot log in, as far as it shows without calling the upstream registry. */
export function loginFailure(rule: PullThroughCacheRule, call: CallContext): string | undefined {
  if (rule.credentialArn !== undefined) return credentialFailure(rule.credentialArn, call);
  if (rule.customRoleArn === undefined) return undefined;
  try {
    checkCustomRole(rule.customRoleArn, RULE_ROLE_TRUSTS, call);
    return undefined;
  } catch (error) {
    return (error as AwsError).message;
  }
}

function alreadyExists(prefix: string, call: CallContext): AwsError {
  return new AwsError(
    "PullThroughCacheRuleAlreadyExistsException",
    `A pull through cache rule with prefix '${prefix}' already exists in the registry with id '${call.accountId}'`,
  );
}

function noLoginToUpdate(): AwsError {
  return new AwsError(
    "InvalidParameterException",
    "Please set either credential arn or role arn to update the credentials",
  );
}
