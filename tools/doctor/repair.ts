import type { ECR } from "@aws-sdk/client-ecr";
import { unlessAbsent } from "../aws/unless-absent";

/** The only change that `--fix` makes: a repository without a lifecycle policy gets that of its template. */
export interface Repair {
  readonly repository: string;
  /** The prefix of the template. */
  readonly template: string;
  readonly lifecyclePolicyText: string;
}

export function describeRepair({ repository, template }: Repair): string {
  return `put the lifecycle policy of the template ${template} on ${repository}`;
}

/**
 * Makes a repair, unless the repository has got a policy in the meantime.
 *
 * @throws the error of AWS, for example when the repository has been deleted
 */
export async function doRepair(
  { repository: repositoryName, lifecyclePolicyText }: Repair,
  ecr: ECR,
): Promise<void> {
  if ((await lifecyclePolicyOf(repositoryName, ecr)) !== undefined) return;
  await ecr.putLifecyclePolicy({ repositoryName, lifecyclePolicyText });
}

export async function lifecyclePolicyOf(
  repositoryName: string,
  ecr: ECR,
): Promise<string | undefined> {
  const answer = await unlessAbsent(
    "LifecyclePolicyNotFoundException",
    ecr.getLifecyclePolicy({ repositoryName }),
  );
  return answer?.lifecyclePolicyText;
}
