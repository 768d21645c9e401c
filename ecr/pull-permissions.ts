import type { PolicyStatement } from "./policy-statement";
import { repositoryArn } from "./registry";

/** The action that logs in before every pull. It can only be allowed on the registry, not on a repository. */
export const LOGIN_ACTION = "ecr:GetAuthorizationToken";

/**
 * The actions that are needed to pull through a cache, including the first pull of an image, and what
 * fails without each of them.
 */
export const PULL_ACTIONS: Readonly<Record<string, string>> = {
  "ecr:BatchGetImage": "no image can be pulled",
  "ecr:BatchImportUpstreamImage": "an image or a tag that is not cached yet cannot be pulled",
  "ecr:CreateRepository": "the first pull of a new image fails",
  "ecr:GetDownloadUrlForLayer": "no image can be pulled",
};

/**
 * What an IAM policy must allow so that its principal can pull through the caches under `prefixes`.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html
 */
export function pullStatements(
  accountId: string,
  region: string,
  prefixes: readonly string[],
): PolicyStatement[] {
  return [
    { sid: "ECRLogIn", actions: [LOGIN_ACTION], resources: ["*"] },
    {
      sid: "ECRPullThroughCache",
      actions: Object.keys(PULL_ACTIONS),
      resources: prefixes.map((prefix) => repositoryArn(accountId, region, prefix)),
    },
  ];
}
