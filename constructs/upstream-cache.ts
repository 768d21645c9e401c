import { Construct } from "constructs";
import type { Upstream } from "../ecr/upstream";
import { PullThroughCacheRule } from "./pull-through-cache-rule";
import { UpstreamCredentials } from "./upstream-credentials";

export interface UpstreamCacheProps {
  /** Names everything that belongs to the upstream in Terraform. Changing it replaces all of it. */
  readonly key: string;
  /** The registry to cache, from the catalogue. */
  readonly upstream: Upstream;
}

/** One upstream registry, cached: what ECR logs in to it with, and the rule. */
export class UpstreamCache extends Construct {
  readonly key: string;
  /** The repository prefix under which the upstream's images appear. */
  readonly prefix: string;
  /** The account that owns the registry: known once the rule exists. */
  readonly registryId: string;

  constructor(scope: Construct, id: string, props: UpstreamCacheProps) {
    super(scope, id);
    const { key, upstream } = props;
    const { title, prefix } = upstream;
    const credentials = new UpstreamCredentials(this, "credentials", { key, title, prefix });
    const rule = new PullThroughCacheRule(this, "rule", { key, upstream, credentials });
    this.key = key;
    this.prefix = prefix;
    this.registryId = rule.registryId;
  }
}
