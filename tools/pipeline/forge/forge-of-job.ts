import { readFileSync } from "node:fs";
import { UserError } from "../../cli/user-error";
import type { Forge } from "./forge";
import { GitHub } from "./github";
import { GitLab } from "./gitlab";

/**
 * The forge that this job runs in.
 *
 * @throws UserError outside of a job, or when the job lacks something, with what it lacks
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/variables
 * @see https://docs.gitlab.com/ci/variables/predefined_variables/
 */
export function forgeOfJob(env: NodeJS.ProcessEnv): Forge {
  if (env["GITHUB_ACTIONS"]) return gitHub(env);
  if (env["GITLAB_CI"]) return gitLab(env);
  throw new UserError(
    "This step only runs in a job of GitHub Actions (GITHUB_ACTIONS) or GitLab CI (GITLAB_CI), but neither variable is set.",
  );
}

function gitHub(env: NodeJS.ProcessEnv): GitHub {
  const api = env["GITHUB_API_URL"] ?? "https://api.github.com";
  return new GitHub({
    api,
    graphql: env["GITHUB_GRAPHQL_URL"] ?? `${api.replace(/\/v3$/, "")}/graphql`,
    server: env["GITHUB_SERVER_URL"] ?? "https://github.com",
    repository: needed(env, "GITHUB_REPOSITORY", "GitHub Actions sets it: owner/name."),
    token: needed(env, "GITHUB_TOKEN", "Give it to the step: `GITHUB_TOKEN: ${{ github.token }}`."),
    pullRequest: () => pullRequestOf(env["GITHUB_EVENT_PATH"]),
  });
}

function pullRequestOf(eventFile: string | undefined): number {
  const event = eventFile ? JSON.parse(readFileSync(eventFile, "utf8")) : {};
  const number = event.pull_request?.number;
  if (typeof number === "number") return number;
  throw new UserError(
    "This job does not run for a pull request (there is none in GITHUB_EVENT_PATH). Name one: --number N.",
  );
}

function gitLab(env: NodeJS.ProcessEnv): GitLab {
  const predefined = "GitLab CI sets it.";
  const iid = "GitLab CI sets it in merge request pipelines only. Name one: --number N.";
  return new GitLab({
    api: needed(env, "CI_API_V4_URL", predefined),
    projectUrl: needed(env, "CI_PROJECT_URL", predefined),
    projectId: Number(needed(env, "CI_PROJECT_ID", predefined)),
    token: needed(
      env,
      "GITLAB_TOKEN",
      "Create a project access token with the scope `api` and the role Developer, and store it as a masked CI/CD variable of this name. CI_JOB_TOKEN may not write comments.",
    ),
    mergeRequest: () => Number(needed(env, "CI_MERGE_REQUEST_IID", iid)),
    commit: () => needed(env, "CI_COMMIT_SHA", predefined),
    branch: () => needed(env, "CI_DEFAULT_BRANCH", predefined),
  });
}

function needed(env: NodeJS.ProcessEnv, name: string, advice: string): string {
  const value = env[name];
  if (value) return value;
  throw new UserError(`${name} is not set. ${advice}`);
}
