/** A repository of GitHub whose workflows deploy. */
export interface GitHubPipeline {
  /** Owner and name, in the letters that GitHub shows: `acme/ecr-pull-through-cache`. */
  readonly repository: string;
  /** The environment whose jobs apply. Its protection rules decide who may let them run. */
  readonly environment: string;
  /**
   * The branch whose workflows may plan, beside pull requests.
   * @default "main"
   */
  readonly branch?: string;
  /**
   * The numbers of owner and repository. Repositories made or renamed since July 2026 have them in
   * their tokens, and others that asked for it; a new owner of an old name has other numbers.
   * @default - tokens have the names alone
   */
  readonly ids?: { readonly owner: string; readonly repository: string };
}

/** A project of GitLab whose pipelines deploy. */
export interface GitLabPipeline {
  /** The path of the project, with its groups: `acme/infra`. */
  readonly project: string;
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

/**
 * @see https://docs.github.com/actions/reference/openid-connect-reference
 * @see https://docs.gitlab.com/ci/secrets/id_token_authentication
 */
export function pipelineTokens({ gitHub, gitLab }: Pipeline): PipelineTokens {
  return gitHub ? gitHubTokens(gitHub) : gitLabTokens(gitLab);
}

function gitHubTokens({ repository, environment, branch = "main", ids }: GitHubPipeline) {
  const [owner = "", name = ""] = repository.split("/");
  const subject = ids ? `${owner}@${ids.owner}/${name}@${ids.repository}` : repository;
  const claims = (...contexts: readonly string[]): TokenClaims => ({
    equal: { sub: contexts.map((context) => `repo:${subject}:${context}`) },
  });
  return {
    issuer: GITHUB,
    audience: "sts.amazonaws.com",
    plan: claims("pull_request", `ref:refs/heads/${branch}`),
    apply: claims(`environment:${environment}`),
  };
}

/** A merge request's token names its branch like any other, so that plans come from every branch. */
function gitLabTokens({ project, branch = "main", host = "gitlab.com" }: GitLabPipeline) {
  const subject = (ref: string) => `project_path:${project}:ref_type:branch:ref:${ref}`;
  // For the tokens of other hosts, AWS only passes the subject and the audience to policies.
  const isProtected = host === "gitlab.com" && { ref_protected: ["true"] };
  return {
    issuer: host,
    audience: `https://${host}`,
    plan: { equal: {}, like: { sub: [subject("*")] } },
    apply: { equal: { sub: [subject(branch)], ...isProtected } },
  };
}
