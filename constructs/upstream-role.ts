import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import {
  PULL_THROUGH_CACHE_SERVICE,
  UPSTREAM_POLICY_ACTIONS,
  upstreamRoleStatements,
} from "../ecr/private-registry";
import { repositoryArn } from "../ecr/registry";
import { ROOT } from "../ecr/repository-prefix";
import { checkBoundaryArn } from "../ecr/role";
import { upstreamRoleName } from "../ecr/stack-names";
import { named } from "./address";
import { callerIdentity } from "./caller-identity";
import { policyJson, trustPolicyJson } from "./policy-json";
import { checkOnce } from "./problems";
import { checkAccount, checkedStackId, checkKey, checkPrefix, checkRegion } from "./registry-props";

export interface UpstreamRoleProps {
  /** The key of the upstream. The role is `aws_iam_role.<key>_cache`. */
  readonly key: string;
  /** The Region of the cache. */
  readonly region: string;
  /** The repository prefix of the cache. */
  readonly prefix: string;
  /** The account and Region of the upstream registry. */
  readonly source: { readonly account: string; readonly region: string };
  /**
   * The prefix of the upstream's repositories that are cached.
   * @default "ROOT": all repositories
   */
  readonly upstreamRepositoryPrefix?: string;
  /**
   * ARN of the policy beyond which the policy of the role has no effect.
   * @default - none
   */
  readonly permissionsBoundary?: string;
}

/**
 * The role with which ECR copies from a private registry of another account. It may read the cached
 * repositories there, and write under the prefix of the cache here.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-private.html
 */
export class UpstreamRole extends Construct {
  /** ARN of the role, for the rule's `custom_role_arn`. */
  readonly arn: string;
  /** The policy of the role, which a rule has to depend on: without it, the role allows nothing. */
  readonly policy: IamRolePolicy;
  /** The registry policy, as JSON, that the *other* account has to attach. */
  readonly upstreamPolicy: string;

  constructor(scope: Construct, id: string, props: UpstreamRoleProps) {
    super(scope, id);
    const key = checkKey(this, props.key);
    const region = checkRegion(this, props.region);
    const prefix = checkPrefix(this, "prefix", props.prefix);
    const source = {
      account: checkAccount(this, props.source?.account, "source.account"),
      region: checkRegion(this, props.source?.region, "source.region"),
    };
    const upstreamRepositoryPrefix = checkPrefix(
      this,
      "upstreamRepositoryPrefix",
      props.upstreamRepositoryPrefix ?? ROOT,
    );
    const { permissionsBoundary } = props;
    checkOnce(this, "permissionsBoundary", permissionsBoundary, (arn) => checkBoundaryArn(arn));
    const { accountId } = callerIdentity(this);
    const name = `${key}_cache`;
    const role = named(
      name,
      new IamRole(this, "role", {
        name: upstreamRoleName(checkedStackId(this), region, key),
        description: `Lets Amazon ECR in ${region} cache the registry of ${source.account} in ${source.region}.`,
        assumeRolePolicy: trustPolicyJson(PULL_THROUGH_CACHE_SERVICE),
        permissionsBoundary,
      }),
    );
    this.arn = role.arn;
    this.policy = named(
      name,
      new IamRolePolicy(this, "policy", {
        name: "pull-through-cache",
        role: role.id,
        policy: policyJson(
          upstreamRoleStatements(
            { ...source, prefix: upstreamRepositoryPrefix },
            { account: accountId, region, prefix },
          ),
        ),
      }),
    );
    this.upstreamPolicy = policyJson(
      [
        {
          sid: "PullThroughCache",
          actions: UPSTREAM_POLICY_ACTIONS,
          resources: [repositoryArn(source.account, source.region, upstreamRepositoryPrefix)],
        },
      ],
      { AWS: `arn:aws:iam::${accountId}:root` },
    );
  }
}
