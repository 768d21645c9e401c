import { existsSync, readFileSync } from "node:fs";
import { UserError } from "../cli/user-error";
import type { PlannedRequest } from "./plan-record";

/**
 * The pull or merge request that this job plans, as the forge told the job.
 *
 * @returns null outside of the pipeline of a request
 * @throws UserError in a merged results pipeline of GitLab, whose commit is in no history
 * @see https://docs.github.com/en/webhooks/webhook-events-and-payloads#pull_request
 * @see https://docs.gitlab.com/ci/variables/predefined_variables/#predefined-variables-for-merge-request-pipelines
 */
export function requestOfJob(env: NodeJS.ProcessEnv): PlannedRequest | null {
  if (env["GITHUB_ACTIONS"]) return gitHubRequest(env["GITHUB_EVENT_PATH"]);
  if (env["GITLAB_CI"]) return gitLabRequest(env);
  return null;
}

/** Whether this runs in a job of a pipeline, where nobody looks at what is on the disk. */
export function isJob(env: NodeJS.ProcessEnv): boolean {
  return Boolean(env["GITHUB_ACTIONS"] || env["GITLAB_CI"]);
}

function gitHubRequest(eventFile: string | undefined): PlannedRequest | null {
  if (!eventFile || !existsSync(eventFile)) return null;
  const { pull_request: request } = JSON.parse(readFileSync(eventFile, "utf8"));
  if (!request) return null;
  return { number: request.number, head: request.head.sha, base: request.base.sha };
}

function gitLabRequest(env: NodeJS.ProcessEnv): PlannedRequest | null {
  const number = Number(env["CI_MERGE_REQUEST_IID"] || 0);
  if (number === 0) return null;
  if (env["CI_MERGE_REQUEST_EVENT_TYPE"] === "merged_result") {
    throw new UserError(
      "This is a merged results pipeline, whose commit is in no branch afterwards. Turn merged results off (Settings, Merge requests), and let merges be fast-forward: a branch is then planned as it will be merged.",
    );
  }
  return {
    number,
    head: commitIn(env, "CI_COMMIT_SHA"),
    base: commitIn(env, "CI_MERGE_REQUEST_DIFF_BASE_SHA"),
  };
}

function commitIn(env: NodeJS.ProcessEnv, name: string): string {
  const commit = env[name];
  if (commit) return commit;
  throw new UserError(
    `${name} is not set, so that nothing says of which commits this plan is. GitLab sets it in the pipelines of merge requests: run this one again.`,
  );
}
