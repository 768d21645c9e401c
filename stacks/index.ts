/*
 * What the package `ecr-pull-through-cache` is as a library, for a CDKTF project of one's own: the
 * stacks, the constructs that they are made of, and the catalogue of registries.
 */
export { FailureAlarm, type FailureAlarmProps } from "../constructs/failure-alarm";
export { ImageScanning, type ImageScanningProps } from "../constructs/image-scanning";
export { type ExpiryProps, LifecyclePolicy } from "../constructs/lifecycle-policy";
export {
  OrganizationAccess,
  type OrganizationAccessProps,
} from "../constructs/organization-access";
export {
  PermissionsBoundary,
  type PermissionsBoundaryProps,
} from "../constructs/permissions-boundary";
export { PipelineProvider, type PipelineProviderProps } from "../constructs/pipeline-provider";
export { PipelineRole, type PipelineRoleProps } from "../constructs/pipeline-role";
export type { TokenTrust } from "../constructs/policy-json";
export { PullPermissions, type PullPermissionsProps } from "../constructs/pull-permissions";
export {
  PullThroughCacheRule,
  type PullThroughCacheRuleProps,
  type RuleAccess,
} from "../constructs/pull-through-cache-rule";
export {
  type CreatedRepositoryProps,
  RepositoryCreationTemplate,
  type RepositoryCreationTemplateProps,
} from "../constructs/repository-creation-template";
export { TemplateRole, type TemplateRoleProps } from "../constructs/template-role";
export { UpstreamCache, type UpstreamCacheProps } from "../constructs/upstream-cache";
export {
  type SecretOptions,
  UpstreamCredentials,
  type UpstreamCredentialsProps,
} from "../constructs/upstream-credentials";
export { UpstreamRole, type UpstreamRoleProps } from "../constructs/upstream-role";
export {
  azure,
  chainguard,
  dockerHub,
  ecrPublic,
  gitHub,
  gitLab,
  kubernetes,
  privateEcr,
  quay,
} from "../ecr/catalogue";
export type { SecretValues } from "../ecr/pipeline/plan-permissions";
export type { TerraformState } from "../ecr/pipeline/state-permissions";
export type { GitHubPipeline, GitLabPipeline, Pipeline, TokenClaims } from "../ecr/pipeline/tokens";
export type { PolicyConditions, PolicyStatement } from "../ecr/policy-statement";
export type { CacheLocation } from "../ecr/registry";
export type { Upstream, UpstreamAccess } from "../ecr/upstream";
export { upstream } from "../ecr/upstream-by-host";
export type {
  AnyUpstreamOptions,
  CredentialOptions,
  PrivateEcrOptions,
  UpstreamOptions,
} from "../ecr/upstream-options";
export type { UpstreamRegistry } from "../ecr/upstream-registries";
export type { Upstreams } from "../ecr/upstream-set";
export { CacheOutputs, type CacheOutputsProps } from "./cache-outputs";
export { PipelineAccessStack } from "./pipeline-access-stack";
export type { StackAccount } from "./properties/account";
export type { PipelineAccessStackProps, PipelineStack } from "./properties/pipeline-access";
export type {
  OrganizationAccessOptions,
  PullThroughCacheStackProps,
  RepositoriesOptions,
} from "./properties/pull-through-cache";
export type { HcpTerraformState, S3State, StackState } from "./properties/state";
export { PullThroughCacheStack } from "./pull-through-cache-stack";
export { RepositoryTemplates, type RepositoryTemplatesProps } from "./repository-templates";
export { problemsOf, synthesize, warningsOf } from "./synthesize";
