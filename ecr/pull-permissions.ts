import type { PolicyStatement } from "./policy-statement";
import { repositoryArn } from "./registry";

/** What comes before every pull. It is allowed on the registry, never on a repository. */
export const LOGIN_ACTION = "ecr:GetAuthorizationToken";

/**
 * What a principal does to pull through a cache, the first pull of an image included, and what fails
 * for who may not do it.
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
