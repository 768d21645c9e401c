import type { CallContext } from "../operation";

/** What policies name a repository by, whether it is there or not. */
export function repositoryArn(
  name: string,
  { accountId, region, partition }: Pick<CallContext, "accountId" | "region" | "partition">,
): string {
  return `arn:${partition}:ecr:${region}:${accountId}:repository/${name}`;
}
