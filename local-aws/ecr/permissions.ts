import type { CallContext } from "../operation";
import { type Input, on, onAnything, type Permissions, passing, text } from "../permission";
import { withoutTrailingSlash } from "./repository-prefix";

/** Registry settings have no ARN: AWS takes "*" for all of them. */
export const ecrPermissions: Readonly<Record<string, Permissions>> = {
  CreatePullThroughCacheRule: and(passing("customRoleArn", "pullthroughcache.ecr.amazonaws.com")),
  UpdatePullThroughCacheRule: and(passing("customRoleArn", "pullthroughcache.ecr.amazonaws.com")),
  DescribePullThroughCacheRules: onAnything,
  DeletePullThroughCacheRule: onAnything,
  ValidatePullThroughCacheRule: onAnything,
  CreateRepositoryCreationTemplate: and(
    creatingLikeThat,
    passing("customRoleArn", "ecr.amazonaws.com"),
  ),
  UpdateRepositoryCreationTemplate: and(
    creatingLikeThat,
    passing("customRoleArn", "ecr.amazonaws.com"),
  ),
  DescribeRepositoryCreationTemplates: onAnything,
  DeleteRepositoryCreationTemplate: onAnything,
  PutRegistryPolicy: onAnything,
  GetRegistryPolicy: onAnything,
  DeleteRegistryPolicy: onAnything,
  PutRegistryScanningConfiguration: onAnything,
  GetRegistryScanningConfiguration: onAnything,
  PutAccountSetting: onAnything,
  GetAccountSetting: onAnything,
  DescribeRegistry: onAnything,
  GetAuthorizationToken: onAnything,
};

function and(...others: readonly Permissions[]): Permissions {
  return on(() => "*", ...others);
}

/**
 * A template makes repositories in its author's name, who must be allowed what it does to them.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-create.html
 */
function creatingLikeThat(_: string, input: Input, context: CallContext) {
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
