import type { PolicyStatement } from "./policy-statement";
import { repositoryArn } from "./registry";

/** What a principal does to pull through a cache, the first pull of an image included. */
const PULL_ACTIONS: readonly string[] = [
  "ecr:BatchGetImage",
  "ecr:BatchImportUpstreamImage",
  "ecr:CreateRepository",
  "ecr:GetDownloadUrlForLayer",
];

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
    { sid: "ECRLogIn", actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
    {
      sid: "ECRPullThroughCache",
      actions: PULL_ACTIONS,
      resources: prefixes.map((prefix) => repositoryArn(accountId, region, prefix)),
    },
  ];
}
