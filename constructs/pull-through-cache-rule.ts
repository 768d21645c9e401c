import { EcrPullThroughCacheRule } from "@cdktf/provider-aws/lib/ecr-pull-through-cache-rule";
import { type ITerraformDependable, Token } from "cdktf";
import { Construct } from "constructs";
import type { Upstream } from "../ecr/upstream";
import { type CacheLocation, checkUpstream } from "../ecr/upstream-rules";
import { named } from "./address";
import { reject } from "./problems";
import { checkCache, checkKey, hasUpstreamForm } from "./registry-props";

export interface PullThroughCacheRuleProps {
  /** The upstream's key, and the rule's name in Terraform: `aws_ecr_pull_through_cache_rule.<key>`. */
  readonly key: string;
  /** The registry to cache, from the catalogue. */
  readonly upstream: Upstream;
  /** The registry that caches it. */
  readonly cache: CacheLocation;
  /**
   * What ECR shows to the upstream.
   * @default - nothing
   */
  readonly access?: RuleAccess;
}

/** What ECR shows to an upstream: a secret or a role, and what must be there before the rule is. */
export interface RuleAccess {
  readonly credentialArn?: string;
  readonly customRoleArn?: string;
  readonly dependsOn?: ITerraformDependable[];
}

/**
 * The rule that makes ECR fetch what is not in the registry yet from an upstream.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html
 */
export class PullThroughCacheRule extends Construct {
  /** The account that owns the registry: known once the rule exists. */
  readonly registryId: string = "";

  constructor(scope: Construct, id: string, props: PullThroughCacheRuleProps) {
    super(scope, id);
    const { upstream, access } = props;
    const key = checkKey(this, props.key);
    const cache = checkCache(this, props.cache);
    if (!hasUpstreamForm(this, upstream)) return;
    const problems = checkUpstream(upstream, cache, (value) => !Token.isUnresolved(value));
    for (const { property, problem } of problems) reject(this, property, problem);
    const rule = named(
      key,
      new EcrPullThroughCacheRule(this, "rule", {
        ecrRepositoryPrefix: upstream.prefix,
        upstreamRegistryUrl: upstream.host,
        upstreamRepositoryPrefix: upstream.upstreamRepositoryPrefix,
        ...access,
      }),
    );
    this.registryId = rule.registryId;
  }
}
