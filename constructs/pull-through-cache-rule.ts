import { EcrPullThroughCacheRule } from "@cdktf/provider-aws/lib/ecr-pull-through-cache-rule";
import { type ITerraformDependable, type TerraformMetaArguments, Token } from "cdktf";
import { Construct } from "constructs";
import { checkRegionIsKnown } from "../ecr/region";
import type { CacheLocation } from "../ecr/registry";
import { checkRootIsMeant } from "../ecr/repository-prefix";
import type { Upstream } from "../ecr/upstream";
import { checkUpstream } from "../ecr/upstream-rules";
import { AccessRecord } from "./access-record";
import { named } from "./address";
import { reject, warn } from "./problems";
import { checkCache, checkKey } from "./registry-props";

export interface PullThroughCacheRuleProps {
  /** The key of the upstream. The rule is `aws_ecr_pull_through_cache_rule.<key>`. */
  readonly key: string;
  /** The registry to cache, from the catalogue. */
  readonly upstream: Upstream;
  /** The registry of the cache. */
  readonly cache: CacheLocation;
  /**
   * How ECR authenticates to the upstream.
   * @default - without credentials
   */
  readonly access?: RuleAccess;
}

/** How ECR authenticates to an upstream: with a secret or with a role. */
export interface RuleAccess {
  /**
   * ARN of the secret that ECR reads.
   * @default - none
   */
  readonly credentialArn?: string;
  /**
   * ARN of the role that ECR assumes.
   * @default - none
   */
  readonly customRoleArn?: string;
  /**
   * What has to exist before the rule is created.
   * @default - nothing
   */
  readonly dependsOn?: ITerraformDependable[];
}

/**
 * The rule with which ECR imports an image from an upstream when somebody pulls it for the first time.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html
 */
export class PullThroughCacheRule extends Construct {
  /** The account that owns the registry. Terraform knows it once the rule exists. */
  readonly registryId: string = "";

  constructor(scope: Construct, id: string, props: PullThroughCacheRuleProps) {
    super(scope, id);
    const { upstream, cache, access } = props;
    const key = checkKey(this, props.key);
    if (!checkCache(this, upstream, cache)) return;
    const isKnown = (value: string) => !Token.isUnresolved(value);
    const problems = checkUpstream(upstream, cache, isKnown, key);
    for (const { property, problem } of problems) reject(this, property, problem);
    warn(this, "prefix", upstream.prefix, checkRootIsMeant);
    warn(this, "upstreamRepositoryPrefix", upstream.upstreamRepositoryPrefix, checkRootIsMeant);
    warn(this, "region", upstream.source?.region, checkRegionIsKnown);
    const rule = named(
      key,
      new EcrPullThroughCacheRule(this, "rule", {
        ecrRepositoryPrefix: upstream.prefix,
        upstreamRegistryUrl: upstream.host,
        upstreamRepositoryPrefix: upstream.upstreamRepositoryPrefix,
        ...access,
        ...(upstream.source && this.replacement(key, access)),
      }),
    );
    this.registryId = rule.registryId;
  }

  /** What replaces the rule of a private ECR registry where AWS would refuse an update. */
  private replacement(
    key: string,
    access: RuleAccess = {},
  ): Pick<TerraformMetaArguments, "dependsOn" | "lifecycle"> {
    const hasRole = access.customRoleArn !== undefined;
    const props = { key, access: hasRole ? "role" : "none" } as const;
    const { record, address } = new AccessRecord(this, "access", props);
    return hasRole
      ? { dependsOn: [...(access.dependsOn ?? []), record] }
      : { lifecycle: { replaceTriggeredBy: [address] } };
  }
}
