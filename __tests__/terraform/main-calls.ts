import type { NumberedCall } from "./faults";

/** The calls of a first deploy of main.ts that ask who is asking, or that change something. */
export const WRITING_CALLS: readonly NumberedCall[] = [
  ["ecr:CreatePullThroughCacheRule", 1],
  ["ecr:CreateRepositoryCreationTemplate", 1],
  ["ecr:PutRegistryPolicy", 1],
  ["ecr:PutRegistryScanningConfiguration", 1],
  ["secretsmanager:CreateSecret", 1],
  ["secretsmanager:PutSecretValue", 1],
  ["sts:GetCallerIdentity", 1],
  ["sts:GetCallerIdentity", 2],
  ["sts:GetCallerIdentity", 3],
];

/** The calls with which the provider looks at what it made. */
export const READING_CALLS: readonly NumberedCall[] = [
  ["ecr:DescribePullThroughCacheRules", 1],
  ["ecr:DescribeRepositoryCreationTemplates", 1],
  ["ecr:GetRegistryPolicy", 1],
  ["ecr:GetRegistryScanningConfiguration", 1],
  ["secretsmanager:DescribeSecret", 1],
  ["secretsmanager:DescribeSecret", 2],
  ["secretsmanager:GetResourcePolicy", 1],
  ["secretsmanager:GetSecretValue", 1],
  ["secretsmanager:GetSecretValue", 2],
];
