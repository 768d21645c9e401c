/** A repository of GitHub whose workflows deploy. */
export interface GitHubPipeline {
  /** Owner and name, in the letters that GitHub shows: `acme/ecr-pull-through-cache`. */
  readonly repository: string;
  /** The environment whose jobs apply. Its protection rules decide who may let them run. */
  readonly environment: string;
  /**
   * The branch that is applied. Its workflows may plan too, like those of pull requests.
   * @default "main"
   */
  readonly branch?: string;
  /**
   * The workflow whose jobs apply, as it is on the branch: another one, or the same on another branch,
   * is not let in.
   * @default ".github/workflows/apply.yml"
   */
  readonly workflow?: string;
  /**
   * The numbers of owner and repository: `gh api repos/<owner>/<repository>`, `.owner.id` and `.id`.
   * Whoever takes a name that became free has other numbers.
   */
  readonly ids: { readonly owner: string; readonly repository: string };
}

/** A project of GitLab whose pipelines deploy. */
export interface GitLabPipeline {
  /** The path of the project, with its groups: `acme/infra`. */
  readonly project: string;
  /**
   * The number of the project, from its page: whoever takes a path that became free has another one.
   * It is required for gitlab.com. From another host, AWS does not see it.
   * @default - for hosts other than gitlab.com: the path alone
   */
  readonly projectId?: string;
  /**
   * The branch whose pipelines apply; it has to be protected.
   * @default "main"
   */
  readonly branch?: string;
  /**
   * The host of GitLab.
   * @default "gitlab.com"
   */
  readonly host?: string;
}

/** Who may assume the roles: one of the two. */
export type Pipeline =
  | { readonly gitHub: GitHubPipeline; readonly gitLab?: undefined }
  | { readonly gitLab: GitLabPipeline; readonly gitHub?: undefined };

/** The claims that a token must have: exact values, and patterns. */
export interface TokenClaims {
  readonly equal: Readonly<Record<string, readonly string[]>>;
  readonly like?: Readonly<Record<string, readonly string[]>>;
}

/** How the jobs of a pipeline authenticate. */
export interface PipelineTokens {
  /** The host that issues the tokens, as AWS names it. */
  readonly issuer: string;
  /** The audience of the tokens. */
  readonly audience: string;
  /** The claims of the jobs that plan. */
  readonly plan: TokenClaims;
  /** The claims of the jobs that apply. */
  readonly apply: TokenClaims;
}

/** The host that issues the tokens of GitHub workflows. */
const GITHUB = "token.actions.githubusercontent.com";

/** The only host of GitLab of whose tokens AWS shows a policy more than the subject. */
export const GITLAB_COM = "gitlab.com";

const APPLY_WORKFLOW = ".github/workflows/apply.yml";

/**
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 * @see https://docs.github.com/actions/reference/openid-connect-reference
 * @see https://docs.gitlab.com/ci/secrets/id_token_authentication
 */
export function pipelineTokens({ gitHub, gitLab }: Pipeline): PipelineTokens {
  return gitHub ? gitHubTokens(gitHub) : gitLabTokens(gitLab);
}

/**
 * Repositories made or renamed since July 2026 have the numbers in the subject of their tokens too, as
 * have others that asked for it. Both forms are taken: the numbers are compared in any case.
 */
function gitHubTokens(pipeline: GitHubPipeline): PipelineTokens {
  const { repository, environment, branch = "main", workflow = APPLY_WORKFLOW, ids } = pipeline;
  const [owner = "", name = ""] = repository.split("/");
  const subjects = [repository, `${owner}@${ids.owner}/${name}@${ids.repository}`];
  const ref = `refs/heads/${branch}`;
  const claims = (...contexts: readonly string[]) => ({
    sub: subjects.flatMap((subject) => contexts.map((context) => `repo:${subject}:${context}`)),
    repository_id: [ids.repository],
    repository_owner_id: [ids.owner],
  });
  return {
    issuer: GITHUB,
    audience: "sts.amazonaws.com",
    plan: { equal: claims("pull_request", `ref:${ref}`) },
    apply: {
      equal: {
        ...claims(`environment:${environment}`),
        ref: [ref],
        job_workflow_ref: [`${repository}/${workflow}@${ref}`],
      },
    },
  };
}

/** A merge request's token names its branch like any other, so that plans come from every branch. */
function gitLabTokens(pipeline: GitLabPipeline): PipelineTokens {
  const { project, projectId, branch = "main", host = GITLAB_COM } = pipeline;
  const subject = (ref: string) => `project_path:${project}:ref_type:branch:ref:${ref}`;
  // For the tokens of other hosts, AWS only passes the subject and the audience to policies.
  const isCom = host === GITLAB_COM;
  const id = isCom && projectId !== undefined && { project_id: [projectId] };
  return {
    issuer: host,
    audience: `https://${host}`,
    plan: { equal: { ...id }, like: { sub: [subject("*")] } },
    apply: { equal: { sub: [subject(branch)], ...id, ...(isCom && { ref_protected: ["true"] }) } },
  };
}
