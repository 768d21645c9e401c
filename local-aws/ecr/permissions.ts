import { creatingServiceLinkedRole } from "../iam/service-linked-role";
import type { CallContext } from "../operation";
import {
  type Input,
  on,
  onAllResources,
  type Permission,
  type Permissions,
  passing,
  stringMember,
  tagging,
} from "../permission";
import { registryOf } from "./registry";
import { repositoryArn } from "./repository-arn";
import { withoutTrailingSlash } from "./repository-prefix";
import { INSPECTOR_ROLE, PULL_THROUGH_CACHE_ROLE, TEMPLATE_ROLE } from "./service-linked-roles";

/** The role is passed to Amazon ECR, although another service principal assumes it. */
const passingRole = passing("customRoleArn", "ecr.amazonaws.com");

/** Registry settings do not support resource-level permissions. */
const registry = (...others: readonly Permissions[]) => on(() => "*", ...others);

const setting: Permissions = (action, input) => [
  { action, resource: "*", keys: { "ecr:AccountSetting": stringMember(input, "name") } },
];

const repository = (input: Input, context: CallContext) =>
  repositoryArn(stringMember(input, "repositoryName"), context);

const tagged = (input: Input) => stringMember(input, "resourceArn");

export const ecrPermissions: Readonly<Record<string, Permissions>> = {
  CreatePullThroughCacheRule: registry(
    passingRole,
    creatingServiceLinkedRole(PULL_THROUGH_CACHE_ROLE),
  ),
  UpdatePullThroughCacheRule: registry(passingRole),
  DescribePullThroughCacheRules: onAllResources,
  DeletePullThroughCacheRule: onAllResources,
  ValidatePullThroughCacheRule: onAllResources,
  CreateRepositoryCreationTemplate: registry(
    creatingFromTemplate,
    passingRole,
    creatingServiceLinkedRole(TEMPLATE_ROLE),
  ),
  UpdateRepositoryCreationTemplate: registry(creatingFromTemplate, passingRole),
  DescribeRepositoryCreationTemplates: onAllResources,
  DeleteRepositoryCreationTemplate: onAllResources,
  PutRegistryPolicy: onAllResources,
  GetRegistryPolicy: onAllResources,
  DeleteRegistryPolicy: onAllResources,
  PutRegistryScanningConfiguration: registry(togglingInspector),
  GetRegistryScanningConfiguration: onAllResources,
  PutAccountSetting: setting,
  GetAccountSetting: setting,
  DescribeRegistry: onAllResources,
  GetAuthorizationToken: onAllResources,
  BatchGetImage: on(repository),
  CreateRepository: on(repository, tagging("ecr:TagResource", repository, "tags")),
  DescribeRepositories: describingRepositories,
  DeleteRepository: on(repository),
  GetLifecyclePolicy: on(repository),
  PutLifecyclePolicy: on(repository),
  DeleteLifecyclePolicy: on(repository),
  ListTagsForResource: on(tagged),
  TagResource: on(tagged),
  UntagResource: on(tagged),
};

/** Each repository requested by name needs permission; without names, all repositories do. */
function describingRepositories(action: string, input: Input, context: CallContext): Permission[] {
  const names = input["repositoryNames"];
  const all = Array.isArray(names) ? names.map(String) : ["*"];
  return all.map((name) => ({ action, resource: repositoryArn(name, context) }));
}

/**
 * A template creates repositories on behalf of its author, who needs permission for all it does.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-create.html
 */
function creatingFromTemplate(_: string, input: Input, context: CallContext): Permission[] {
  const prefix = withoutTrailingSlash(stringMember(input, "prefix"));
  const pattern = prefix === "ROOT" ? "*" : `${prefix}/*`;
  const { partition, region, accountId } = context;
  const resource = `arn:${partition}:ecr:${region}:${accountId}:repository/${pattern}`;
  return [
    { action: "ecr:CreateRepository", resource },
    ...(stringMember(input, "lifecyclePolicy")
      ? [{ action: "ecr:PutLifecyclePolicy", resource }]
      : []),
    ...(stringMember(input, "repositoryPolicy")
      ? [{ action: "ecr:SetRepositoryPolicy", resource }]
      : []),
  ];
}

/**
 * Amazon Inspector performs enhanced scanning. Amazon ECR enables and disables it for its caller.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced-iam.html
 */
function togglingInspector(call: string, input: Input, context: CallContext): Permission[] {
  const { scanType } = registryOf(context).scanning;
  const wanted = stringMember(input, "scanType");
  if (wanted !== "ENHANCED" && scanType !== "ENHANCED") return [];
  const [action, others] =
    wanted === "ENHANCED"
      ? ["inspector2:Enable", creatingServiceLinkedRole(INSPECTOR_ROLE)(call, input, context)]
      : ["inspector2:Disable", []];
  return [
    { action: "inspector2:ListAccountPermissions", resource: "*" },
    { action, resource: "*" },
    ...others,
  ];
}
