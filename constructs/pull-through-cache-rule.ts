import { EcrPullThroughCacheRule } from "@cdktf/provider-aws/lib/ecr-pull-through-cache-rule";
import { Construct } from "constructs";
import { checkRepositoryPrefix } from "../ecr/repository-prefix";
import type { Upstream } from "../ecr/upstream";
import { named } from "./address";
import { check } from "./problems";
import type { UpstreamCredentials } from "./upstream-credentials";

export interface PullThroughCacheRuleProps {
  /** The upstream's key, and the rule's name in Terraform: `aws_ecr_pull_through_cache_rule.<key>`. */
  readonly key: string;
  /** The registry to cache, from the catalogue. */
  readonly upstream: Upstream;
  /** What ECR logs in to the upstream with. */
  readonly credentials: UpstreamCredentials;
}

/**
 * The rule that makes ECR fetch what is not in the registry yet from an upstream.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html
 */
export class PullThroughCacheRule extends Construct {
  /** The account that owns the registry: known once the rule exists. */
  readonly registryId: string;

  constructor(scope: Construct, id: string, props: PullThroughCacheRuleProps) {
    super(scope, id);
    const { key, upstream, credentials } = props;
    check(this, "prefix", upstream.prefix, checkRepositoryPrefix);
    const rule = named(
      key,
      new EcrPullThroughCacheRule(this, "rule", {
        ecrRepositoryPrefix: upstream.prefix,
        upstreamRegistryUrl: upstream.host,
        credentialArn: credentials.secretArn,
        // The ARN belongs to the secret; without this, the rule could be made before the value is.
        dependsOn: [credentials.value],
      }),
    );
    this.registryId = rule.registryId;
  }
}
