import { linking } from "../iam/service-linked-role";
import type { CallContext } from "../operation";
import {
  type Input,
  on,
  onAnything,
  type Permission,
  type Permissions,
  passing,
  tagging,
  text,
} from "../permission";
import { registryOf } from "./registry";
import { repositoryArn } from "./repository-arn";
import { withoutTrailingSlash } from "./repository-prefix";
import { INSPECTOR_ROLE, PULL_THROUGH_CACHE_ROLE, TEMPLATE_ROLE } from "./service-linked-roles";

/** Not the service that assumes a rule's role, but the one that is told of it. */
const passingRole = passing("customRoleArn", "ecr.amazonaws.com");

/** Registry settings have no ARN: AWS takes "*" for all of them. */
const registry = (...others: readonly Permissions[]) => on(() => "*", ...others);

const setting: Permissions = (action, input) => [
  { action, resource: "*", keys: { "ecr:AccountSetting": text(input, "name") } },
];

const repository = (input: Input, context: CallContext) =>
  repositoryArn(text(input, "repositoryName"), context);

const tagged = (input: Input) => text(input, "resourceArn");

export const ecrPermissions: Readonly<Record<string, Permissions>> = {
  CreatePullThroughCacheRule: registry(passingRole, linking(PULL_THROUGH_CACHE_ROLE)),
  UpdatePullThroughCacheRule: registry(passingRole),
  DescribePullThroughCacheRules: onAnything,
  DeletePullThroughCacheRule: onAnything,
  ValidatePullThroughCacheRule: onAnything,
  CreateRepositoryCreationTemplate: registry(makingLikeThat, passingRole, linking(TEMPLATE_ROLE)),
  UpdateRepositoryCreationTemplate: registry(makingLikeThat, passingRole),
  DescribeRepositoryCreationTemplates: onAnything,
  DeleteRepositoryCreationTemplate: onAnything,
  PutRegistryPolicy: onAnything,
  GetRegistryPolicy: onAnything,
  DeleteRegistryPolicy: onAnything,
  PutRegistryScanningConfiguration: registry(switchingInspector),
  GetRegistryScanningConfiguration: onAnything,
  PutAccountSetting: setting,
  GetAccountSetting: setting,
  DescribeRegistry: onAnything,
  GetAuthorizationToken: onAnything,
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

/** Who asks for repositories by name is asked about each; who asks for all, about all. */
function describingRepositories(action: string, input: Input, context: CallContext): Permission[] {
  const names = input["repositoryNames"];
  const all = Array.isArray(names) ? names.map(String) : ["*"];
  return all.map((name) => ({ action, resource: repositoryArn(name, context) }));
}

/**
 * A template makes repositories on behalf of its author, who must be allowed what it does to them.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-create.html
 */
function makingLikeThat(_: string, input: Input, context: CallContext): Permission[] {
  const prefix = withoutTrailingSlash(text(input, "prefix"));
  const pattern = prefix === "ROOT" ? "*" : `${prefix}/*`;
  const { partition, region, accountId } = context;
  const resource = `arn:${partition}:ecr:${region}:${accountId}:repository/${pattern}`;
  return [
    { action: "ecr:CreateRepository", resource },
    ...(text(input, "lifecyclePolicy") ? [{ action: "ecr:PutLifecyclePolicy", resource }] : []),
    ...(text(input, "repositoryPolicy") ? [{ action: "ecr:SetRepositoryPolicy", resource }] : []),
  ];
}

/**
 * Enhanced scanning is Amazon Inspector, which Amazon ECR switches on and off for its caller.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced-iam.html
 */
function switchingInspector(call: string, input: Input, context: CallContext): Permission[] {
  const { scanType } = registryOf(context).scanning;
  const wanted = text(input, "scanType");
  if (wanted !== "ENHANCED" && scanType !== "ENHANCED") return [];
  const [action, others] =
    wanted === "ENHANCED"
      ? ["inspector2:Enable", linking(INSPECTOR_ROLE)(call, input, context)]
      : ["inspector2:Disable", []];
  return [
    { action: "inspector2:ListAccountPermissions", resource: "*" },
    { action, resource: "*" },
    ...others,
  ];
}
