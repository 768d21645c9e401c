import type { PolicyStatement } from "./policy-statement";
import { repositoryArn } from "./registry";

/*
 * The permissions that ECR needs to cache a private registry of another account: a role in this
 * account, and a registry policy in the other.
 *
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-private.html
 */

/** The service that assumes the role: the pull-through cache, not ECR itself. */
export const PULL_THROUGH_CACHE_SERVICE = "pullthroughcache.ecr.amazonaws.com";

/** The actions that the registry policy of the other account must allow to this account. */
export const UPSTREAM_POLICY_ACTIONS: readonly string[] = [
  "ecr:BatchGetImage",
  "ecr:BatchImportUpstreamImage",
  "ecr:GetDownloadUrlForLayer",
  "ecr:GetImageCopyStatus",
];

/** What the role may do with the repositories of the cache itself. */
const CACHE_ACTIONS: readonly string[] = [
  ...UPSTREAM_POLICY_ACTIONS,
  "ecr:CompleteLayerUpload",
  "ecr:InitiateLayerUpload",
  "ecr:PutImage",
  "ecr:UploadLayerPart",
];

/** The repositories of a registry under a prefix. */
export interface RepositoryScope {
  readonly account: string;
  readonly region: string;
  /** `ROOT` for the whole registry. */
  readonly prefix: string;
}

/** The least privilege with which ECR can copy from one registry to another. */
export function upstreamRoleStatements(
  upstream: RepositoryScope,
  cache: RepositoryScope,
): PolicyStatement[] {
  return [
    { sid: "LogIn", actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
    { sid: "ReadUpstream", actions: UPSTREAM_POLICY_ACTIONS, resources: [arn(upstream)] },
    { sid: "FillCache", actions: [...CACHE_ACTIONS].sort(), resources: [arn(cache)] },
  ];
}

function arn({ account, region, prefix }: RepositoryScope): string {
  return repositoryArn(account, region, prefix);
}
