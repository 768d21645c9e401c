import { Construct } from "constructs";
import type { CacheLocation } from "../ecr/registry";
import type { Upstream } from "../ecr/upstream";
import { PullThroughCacheRule, type RuleAccess } from "./pull-through-cache-rule";
import { UpstreamCredentials, type UpstreamCredentialsProps } from "./upstream-credentials";
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

/** How the secrets of a stack are kept. */
export type SecretOptions = Pick<UpstreamCredentialsProps, "value" | "recoveryWindowInDays">;

/** One upstream registry, cached: the rule, and what ECR shows to the upstream. */
export class UpstreamCache extends Construct {
  readonly key: string;
  readonly upstream: Upstream;
  /** The account that owns the registry: known once the rule exists. */
  readonly registryId: string;
  /** The policy that the other account of a private ECR registry has to attach, as JSON. */
  readonly upstreamPolicy?: string;

  constructor(scope: Construct, id: string, props: UpstreamCacheProps) {
    super(scope, id);
    const { key, upstream, cache } = props;
    const role = this.role(props);
    const access = role
      ? { customRoleArn: role.arn, dependsOn: [role.policy] }
      : this.access(props);
    const rule = new PullThroughCacheRule(this, "rule", { key, upstream, cache, access });
    this.key = key;
    this.upstream = upstream;
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
