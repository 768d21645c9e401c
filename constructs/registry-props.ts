import { TerraformStack, Token } from "cdktf";
import type { Construct } from "constructs";
import { checkAccountId } from "../ecr/account";
import { checkRegion as checkRegionCode } from "../ecr/region";
import type { CacheLocation } from "../ecr/registry";
import { checkRepositoryPrefix, checkThereAreCaches } from "../ecr/repository-prefix";
import { checkStackName } from "../ecr/stack-names";
import type { Upstream } from "../ecr/upstream";
import { checkUpstreamForm } from "../ecr/upstream-rules";
import { checkUpstreamKey } from "../ecr/upstream-set";
import type { Rule } from "../problems/problem";
import { checkString, checkStrings } from "../problems/value-type";
import { checkOnce, reject } from "./problems";

/*
 * The props that the constructs of one registry share. Each construct checks them, so that it can be
 * used alone; where a stack has checked them already, the problem is reported there and not again.
 *
 * The functions return a value that the rest of the constructor can work with. Where the given one is
 * of the wrong type, that is an empty one: synthesis fails anyway, after all problems were collected.
 */

/**
 * The id of the construct's stack, checked: names in IAM begin with it.
 *
 * @param rule what else the id must fulfil
 */
export function checkedStackId(scope: Construct, rule?: Rule<string>): string {
  const { id } = TerraformStack.of(scope).node;
  checkOnce(scope, "id of the stack", id, checkStackName);
  if (rule) checkOnce(scope, "id of the stack", id, rule);
  return id;
}

/** Checks the Region of a registry. */
export function checkRegion(scope: Construct, region: string, property = "region"): string {
  return checkText(scope, property, region, checkRegionCode);
}

/** Checks the id of an AWS account. */
export function checkAccount(scope: Construct, account: string, property: string): string {
  return checkText(scope, property, account, checkAccountId);
}

/**
 * Checks the upstream of a cache, and the registry of the cache.
 *
 * @returns whether rules that look at both can be applied
 */
export function checkCache(scope: Construct, upstream: Upstream, cache: CacheLocation): boolean {
  checkRegion(scope, cache?.region, "cache.region");
  if (cache?.account !== undefined) checkAccount(scope, cache.account, "cache.account");
  const problems = checkUpstreamForm(upstream);
  for (const { property, problem } of problems) reject(scope, `upstream${property}`, problem);
  const areStrings = [cache?.region, cache?.account ?? ""].every((one) => !checkString(one));
  return problems.length === 0 && areStrings;
}

/** Checks one repository prefix. */
export function checkPrefix(scope: Construct, property: string, prefix: string): string {
  return checkText(scope, property, prefix, checkRepositoryPrefix);
}

/** Checks the repository prefixes of some caches. */
export function checkPrefixes(scope: Construct, prefixes: readonly string[]): readonly string[] {
  const problem = checkStrings(prefixes);
  if (problem) reject(scope, "prefixes", problem);
  if (problem) return [];
  return prefixes.map((prefix, index) => checkPrefix(scope, `prefixes[${index}]`, prefix));
}

/** Like `checkPrefixes`, for a policy, which is about nothing without a prefix. */
export function checkPolicyPrefixes(
  scope: Construct,
  prefixes: readonly string[],
): readonly string[] {
  const usable = checkPrefixes(scope, prefixes);
  checkOnce(scope, "prefixes", Array.isArray(prefixes) ? prefixes : undefined, checkThereAreCaches);
  return usable;
}

/**
 * Checks the key of an upstream.
 *
 * @returns the key, or in place of a wrong one a name that no other construct has
 */
export function checkKey(scope: Construct, key: string): string {
  const isKnown = typeof key !== "string" || !Token.isUnresolved(key);
  const problem = checkString(key) ?? checkUpstreamKey(key);
  if (!problem) return key;
  reject(
    scope,
    "key",
    isKnown ? problem : { ...problem, given: "a value that Terraform will only know later" },
  );
  return `refused_${scope.node.addr}`;
}

function checkText(scope: Construct, property: string, value: string, rule: Rule<string>): string {
  const problem = checkString(value);
  if (problem) reject(scope, property, problem);
  else checkOnce(scope, property, value, rule);
  return problem ? "" : value;
}
