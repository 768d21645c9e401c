import type { PolicyStatement } from "./policy-statement";
import { repositoryArn } from "./registry";

/*
 * What ECR has to be allowed to cache a private registry of another account: a role on this side, a
 * registry policy on the other.
 *
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-private.html
 */

/** Who assumes the role: the pull-through cache itself, and not ECR. */
export const PULL_THROUGH_CACHE_SERVICE = "pullthroughcache.ecr.amazonaws.com";

/** What the other account's policy must allow to this account. */
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

/** A place in ECR: what of which registry. */
export interface RepositoryScope {
  readonly account: string;
  readonly region: string;
  /** `ROOT` for the whole registry. */
  readonly prefix: string;
}

/** The least rights with which ECR can copy from one registry into another. */
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
