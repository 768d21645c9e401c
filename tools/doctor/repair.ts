import type { ECR } from "@aws-sdk/client-ecr";
import { unlessAbsent } from "../aws/unless-absent";

/** The one thing that `--fix` changes: a repository that has no lifecycle policy gets its template's. */
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
 * Does it, unless somebody else did in the meantime. Done twice, it changes nothing.
 *
 * @throws what AWS answers, as when the repository is gone
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
