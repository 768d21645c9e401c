import { Construct } from "constructs";
import type { CacheLocation } from "../ecr/registry";
import type { Upstream } from "../ecr/upstream";
import { PullThroughCacheRule, type RuleAccess } from "./pull-through-cache-rule";
import { checkCache, checkKey } from "./registry-props";
import { type SecretOptions, UpstreamCredentials } from "./upstream-credentials";
import { UpstreamRole } from "./upstream-role";

export interface UpstreamCacheProps {
  /** The name in Terraform of everything that belongs to the upstream. Changing it replaces all of it. */
  readonly key: string;
  /** The registry to cache, from the catalogue. */
  readonly upstream: Upstream;
  /** The registry of the cache. */
  readonly cache: CacheLocation;
  /**
   * How secrets that are created from variables are kept.
   * @default - their values are in the state too, and a deleted secret cannot be restored
   */
  readonly secrets?: SecretOptions;
  /**
   * ARN of the permissions boundary of the role that a private registry of another account needs.
   * @default - none
   */
  readonly permissionsBoundary?: string;
}

/** The cache of one upstream registry: the rule, and the secret or role with which ECR authenticates. */
export class UpstreamCache extends Construct {
  /** The key of the upstream. */
  readonly key: string;
  /** The registry that is cached. */
  readonly upstream: Upstream;
  /** The account that owns the registry. Terraform knows it once the rule exists. */
  readonly registryId: string = "";
  /** The registry policy, as JSON, that the account of a private ECR upstream has to attach. */
  readonly upstreamPolicy?: string;

  constructor(scope: Construct, id: string, props: UpstreamCacheProps) {
    super(scope, id);
    const { upstream, cache } = props;
    const key = checkKey(this, props.key);
    this.key = key;
    this.upstream = upstream;
    if (!checkCache(this, upstream, cache)) return;
    const usable = { ...props, key };
    const role = this.role(usable);
    const access = role
      ? { customRoleArn: role.arn, dependsOn: [role.policy] }
      : this.access(usable);
    const rule = new PullThroughCacheRule(this, "rule", { key, upstream, cache, access });
    this.registryId = rule.registryId;
    this.upstreamPolicy = role?.upstreamPolicy;
  }

  /** Within one account, ECR needs no role to copy from one Region to another. */
  private role(usable: UpstreamCacheProps): UpstreamRole | undefined {
    const { key, upstream, cache, permissionsBoundary } = usable;
    const { access, source, prefix, upstreamRepositoryPrefix } = upstream;
    if (access.kind !== "created-role" || !source || source.account === cache.account) {
      return undefined;
    }
    const { region } = cache;
    const props = {
      ...{ key, region, prefix, source, upstreamRepositoryPrefix, permissionsBoundary },
    };
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
        // The ARN is that of the secret, but ECR reads the value, which is created after it.
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
