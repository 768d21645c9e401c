import type { CallContext } from "../operation";

/** The ARN of a repository, whether or not it exists. */
export function repositoryArn(
  name: string,
  { accountId, region, partition }: Pick<CallContext, "accountId" | "region" | "partition">,
): string {
  return `arn:${partition}:ecr:${region}:${accountId}:repository/${name}`;
}
