import { STS } from "@aws-sdk/client-sts";
import { credentialsFrom } from "../local-aws/fixture";
import { webIdentityToken } from "../local-aws/web-identity-token";
import type { RegistryReader } from "./registry-reader";

/*
 * The jobs of a pipeline: their tokens, with the claims that GitHub and GitLab put into them, and what
 * they become with them.
 */

const ACCOUNT = "111111111111";

export type Claims = Readonly<Record<string, string>>;

const REPOSITORY = "acme/ecr-pull-through-cache";

/** The claims of a job of a workflow of the repository, on a ref. */
export function gitHubClaims(context: string, workflow: string, ref: string) {
  return {
    sub: `repo:${REPOSITORY}:${context}`,
    repository: REPOSITORY,
    repository_id: "456789",
    repository_owner_id: "123456",
    ref,
    job_workflow_ref: `${REPOSITORY}/.github/workflows/${workflow}@${ref}`,
  } satisfies Claims;
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

type Task = "plan" | "apply";
type Config = RegistryReader["config"];

/** The ARN of a role that `PipelineAccessStack` makes. */
export const roleArn = (task: Task, stack = "pipeline-access") =>
  `arn:aws:iam::${ACCOUNT}:role/${stack}-${task}`;

/** Exchanges the token of a job for credentials of a role. */
export function assume(config: Config, task: Task, claims: Claims, stack?: string) {
  return new STS(config).assumeRoleWithWebIdentity({
    RoleArn: roleArn(task, stack),
    RoleSessionName: "a-job",
    WebIdentityToken: webIdentityToken(claims),
  });
}

/** The official client's configuration with the credentials of a job of GitHub's. */
export async function asJob(config: Config, task: Task, region = config.region) {
  const session = await assume(config, task, GITHUB_JOBS[task]);
  return { ...config, region, maxAttempts: 1, credentials: credentialsFrom(session) };
}
