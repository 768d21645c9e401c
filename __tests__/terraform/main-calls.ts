import type { NumberedCall } from "./faults";

/*
 * The calls of a first deploy of main.ts. Those in one row belong to resources that do not wait for
 * each other, so that all of them fail in one deploy.
 */

/** The calls that ask who is asking, or that change something. */
export const WRITING_CALLS: readonly (readonly NumberedCall[])[] = [
  [["sts:GetCallerIdentity", 1]],
  [["sts:GetCallerIdentity", 2]],
  [["sts:GetCallerIdentity", 3]],
  [
    ["ecr:CreateRepositoryCreationTemplate", 1],
    ["ecr:PutRegistryPolicy", 1],
    ["ecr:PutRegistryScanningConfiguration", 1],
    ["secretsmanager:CreateSecret", 1],
  ],
  [["secretsmanager:PutSecretValue", 1]],
  [["ecr:CreatePullThroughCacheRule", 1]],
];

/** The calls with which the provider looks at what it made. */
export const READING_CALLS: readonly (readonly NumberedCall[])[] = [
  [
    ["ecr:DescribeRepositoryCreationTemplates", 1],
    ["ecr:GetRegistryPolicy", 1],
    ["ecr:GetRegistryScanningConfiguration", 1],
    ["secretsmanager:DescribeSecret", 1],
  ],
  [["secretsmanager:DescribeSecret", 2]],
  [["secretsmanager:GetResourcePolicy", 1]],
  [["secretsmanager:GetSecretValue", 1]],
  [["secretsmanager:GetSecretValue", 2]],
  [["ecr:DescribePullThroughCacheRules", 1]],
];
