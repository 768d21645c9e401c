import { matchesWildcard } from "../wildcard";

/** All IAM actions of Amazon ECR, without the prefix `ecr:`. */
const ACTIONS = `
  BatchCheckLayerAvailability BatchDeleteImage BatchGetImage BatchGetRepositoryScanningConfiguration
  BatchImportUpstreamImage CompleteLayerUpload CreatePullThroughCacheRule CreateRepository
  CreateRepositoryCreationTemplate DeleteLifecyclePolicy DeletePullThroughCacheRule
  DeleteRegistryPolicy DeleteRepository DeleteRepositoryCreationTemplate DeleteRepositoryPolicy
  DeleteSigningConfiguration DeregisterPullTimeUpdateExclusion DescribeImageReplicationStatus
  DescribeImageScanFindings DescribeImageSigningStatus DescribeImages
  DescribePullThroughCacheRules DescribeRegistry DescribeRepositories
  DescribeRepositoryCreationTemplates GetAccountSetting GetAuthorizationToken
  GetDownloadUrlForLayer GetImageCopyStatus GetLifecyclePolicy GetLifecyclePolicyPreview
  GetRegistryPolicy GetRegistryScanningConfiguration GetRepositoryPolicy GetSigningConfiguration
  InitiateLayerUpload ListImageReferrers ListImages ListPullTimeUpdateExclusions
  ListTagsForResource PutAccountSetting PutImage PutImageScanningConfiguration
  PutImageTagMutability PutLifecyclePolicy PutRegistryPolicy PutRegistryScanningConfiguration
  PutReplicationConfiguration PutSigningConfiguration RegisterPullTimeUpdateExclusion
  ReplicateImage SetRepositoryPolicy StartImageScan StartLifecyclePolicyPreview TagResource
  UntagResource UpdateImageStorageClass UpdatePullThroughCacheRule
  UpdateRepositoryCreationTemplate UploadLayerPart ValidatePullThroughCacheRule
`
  .trim()
  .split(/\s+/);

/** The only actions to which a registry policy of scope V1 applies. */
export const V1_ACTIONS: readonly string[] = [
  "BatchImportUpstreamImage",
  "CreateRepository",
  "ReplicateImage",
];

/**
 * The actions that a pattern (`ecr:Batch*`, `ecr:CreateRepository`, `*`) matches, regardless of
 * case.
 */
export function matchingActions(pattern: string): string[] {
  if (pattern === "*") return ACTIONS;
  const [, name] = /^ecr:(.+)$/i.exec(pattern) ?? [];
  if (name === undefined) return [];
  return ACTIONS.filter((action) => matchesWildcard(name, action, "case-insensitive"));
}
