/*
 * The tokens of a pipeline's jobs, with the claims that GitHub and GitLab put into them.
 */

export type Claims = Readonly<Record<string, string>>;

const REPOSITORY = "acme/ecr-pull-through-cache";

/** The claims of a job of a workflow of the repository, on a ref. */
export function gitHubClaims(context: string, workflow: string, ref: string): Claims {
  return {
    sub: `repo:${REPOSITORY}:${context}`,
    repository: REPOSITORY,
    repository_id: "456789",
    repository_owner_id: "123456",
    ref,
    job_workflow_ref: `${REPOSITORY}/.github/workflows/${workflow}@${ref}`,
  };
}

/** The jobs of .github/workflows, by what they may become. */
export const GITHUB_JOBS = {
  plan: gitHubClaims("pull_request", "plan.yml", "refs/pull/1/merge"),
  apply: gitHubClaims("environment:production", "apply.yml", "refs/heads/main"),
} as const;

/** A job of the main branch that nobody has approved. */
export const DRIFT_JOB = gitHubClaims("ref:refs/heads/main", "drift.yml", "refs/heads/main");

/** The claims of a job of a project of gitlab.com. */
export function gitLabClaims(branch: string, isProtected: boolean): Claims {
  return {
    iss: "https://gitlab.com",
    aud: "https://gitlab.com",
    sub: `project_path:acme/infra:ref_type:branch:ref:${branch}`,
    project_id: "4711",
    ref_protected: String(isProtected),
  };
}
