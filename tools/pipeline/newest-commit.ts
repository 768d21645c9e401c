import { UserError } from "../cli/user-error";
import { forgeOfJob } from "./forge/forge-of-job";
import { isJob } from "./planned-request";

/**
 * Refuses to go on with an old commit in a pipeline. A run of an earlier apply can be started again by
 * whoever may write, and its record may still be there: what was created then and is gone now would be
 * created again, by a review of long ago.
 *
 * @throws UserError when the default branch has another commit by now
 */
export async function refuseOldCommit(env: NodeJS.ProcessEnv): Promise<void> {
  if (!isJob(env)) return;
  const own = env["GITHUB_SHA"] ?? env["CI_COMMIT_SHA"];
  const newest = await forgeOfJob(env).newestCommit();
  if (own === newest) return;
  throw new UserError(
    `This job runs for the commit ${own}, and the default branch is at ${newest} by now: only the newest is applied. Its own pipeline does that.`,
  );
}
