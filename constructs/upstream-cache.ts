import { Construct } from "constructs";
import type { Upstream } from "../ecr/upstream";
import type { CacheLocation } from "../ecr/upstream-rules";
import { PullThroughCacheRule, type RuleAccess } from "./pull-through-cache-rule";
import { checkCache, checkKey, hasUpstreamForm } from "./registry-props";
import { type SecretOptions, UpstreamCredentials } from "./upstream-credentials";
import { UpstreamRole } from "./upstream-role";

export interface UpstreamCacheProps {
  /** Names everything that belongs to the upstream in Terraform. Changing it replaces all of it. */
  readonly key: string;
  /** The registry to cache, from the catalogue. */
  readonly upstream: Upstream;
  /** The registry that caches it. */
  readonly cache: CacheLocation;
  /**
   * How secrets are kept that are created from variables.
   * @default - in the state too, and deleted at once
   */
  readonly secrets?: SecretOptions;
}

/** One upstream registry, cached: the rule, and what ECR shows to the upstream. */
export class UpstreamCache extends Construct {
  readonly key: string;
  readonly upstream: Upstream;
  /** The account that owns the registry: known once the rule exists. */
  readonly registryId: string = "";
  /** The policy that the other account of a private ECR registry has to attach, as JSON. */
  readonly upstreamPolicy?: string;

  constructor(scope: Construct, id: string, props: UpstreamCacheProps) {
    super(scope, id);
    const { upstream } = props;
    const key = checkKey(this, props.key);
    const cache = checkCache(this, props.cache);
    this.key = key;
    this.upstream = upstream;
    if (!hasUpstreamForm(this, upstream)) return;
    const usable = { ...props, key, cache };
    const role = this.role(usable);
    const access = role
      ? { customRoleArn: role.arn, dependsOn: [role.policy] }
      : this.access(usable);
    const rule = new PullThroughCacheRule(this, "rule", { key, upstream, cache, access });
    this.registryId = rule.registryId;
    this.upstreamPolicy = role?.upstreamPolicy;
  }

  /** Within one account, ECR needs no role to copy from one Region to another. */
  private role({ key, upstream, cache }: UpstreamCacheProps): UpstreamRole | undefined {
    const { access, source, prefix, upstreamRepositoryPrefix } = upstream;
    if (access.kind !== "created-role" || !source || source.account === cache.account) {
      return undefined;
    }
    const { region } = cache;
    const props = { key, region, prefix, source, upstreamRepositoryPrefix };
    return new UpstreamRole(this, "role", props);
  }

  private access({ key, upstream, secrets }: UpstreamCacheProps): RuleAccess | undefined {
    const { access, title, prefix } = upstream;
    switch (access.kind) {
      case "variables": {
        const { version } = access;
        const created = new UpstreamCredentials(this, "credentials", {
          ...{ key, title, prefix, version },
          ...secrets,
        });
        // The ARN belongs to the secret; ECR reads the value, which comes after it.
        return { credentialArn: created.secretArn, dependsOn: [created.value] };
      }
      case "secret":
        return { credentialArn: access.arn };
      case "role":
        return { customRoleArn: access.arn };
      default:
        return undefined;
    }
  }
}
