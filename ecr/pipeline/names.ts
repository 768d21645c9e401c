import { type Problem, shown } from "../../problems/problem";
import { GITLAB_COM } from "./tokens";

/*
 * Names that decide whose jobs may assume a role. A name that is looser than it seems would admit other
 * repositories, so nothing that could be a pattern is accepted.
 */

/** Whether `repository` names one repository of GitHub. A wildcard would let in others. */
export function checkGitHubRepository(repository: string): Problem | undefined {
  if (/^[A-Za-z\d](?:[A-Za-z\d-]{0,38})\/[\w.-]{1,100}$/.test(repository)) return undefined;
  return {
    given: shown(repository),
    allowed: "<owner>/<repository> of GitHub, one, without wildcards",
    fix: "copy it from `gh repo view --json nameWithOwner`",
  };
}

/** Whether `id` is a numeric id of GitHub. */
export function checkGitHubId(id: string): Problem | undefined {
  if (/^[1-9]\d*$/.test(id)) return undefined;
  return {
    given: shown(id),
    allowed: "the number that GitHub gave it, in quotes",
    fix: "copy it from `gh api repos/<owner>/<repository>`: .owner.id and .id",
  };
}

/** Whether `path` names one workflow. */
export function checkWorkflowPath(path: string): Problem | undefined {
  if (/^\.github\/workflows\/[\w.-]{1,100}\.ya?ml$/.test(path)) return undefined;
  return {
    given: shown(path),
    allowed: "the path of one workflow in the repository: .github/workflows/<name>.yml",
    fix: "write the path of the file, without a branch behind it",
  };
}

/** Whether `id` is the number of a project of the GitLab at `host`, and whether AWS can see it. */
export function checkGitLabProjectId(id: string | undefined, host: string): Problem | undefined {
  if (host === GITLAB_COM && id !== undefined && /^[1-9]\d*$/.test(id)) return undefined;
  if (host !== GITLAB_COM && id === undefined) return undefined;
  const given = id === undefined ? "nothing" : shown(id);
  if (host !== GITLAB_COM) {
    return {
      given,
      allowed: `nothing: AWS only shows a policy the project's number in tokens of ${GITLAB_COM}`,
      fix: "leave it out",
    };
  }
  return {
    given,
    allowed: "the number that GitLab gave the project, in quotes",
    fix: "copy it from the project's page: Project ID in the menu beside its name",
  };
}

/** Whether `project` is the path of one project of GitLab. A wildcard would let in others. */
export function checkGitLabProject(project: string): Problem | undefined {
  if (/^[A-Za-z\d_][\w.-]*(\/[A-Za-z\d_][\w.-]*)+$/.test(project)) return undefined;
  return {
    given: shown(project),
    allowed: "the path of one project of GitLab: <group>/<project>, without wildcards",
    fix: "copy it from the project's address, behind the host",
  };
}

/** Whether `host` is that of a GitLab. */
export function checkGitLabHost(host: string): Problem | undefined {
  if (/^[a-z\d]([a-z\d-]*[a-z\d])?(\.[a-z\d]([a-z\d-]*[a-z\d])?)+$/.test(host)) return undefined;
  return {
    given: shown(host),
    allowed: "the host of GitLab, in lower case: gitlab.com, gitlab.example.com",
    fix: "leave out https:// and everything behind the host",
  };
}

/** Whether a name of a branch or an environment can be compared as it is. */
export function checkRefName(name: string): Problem | undefined {
  if (/^[\w][\w./ -]{0,254}$/.test(name)) return undefined;
  return {
    given: shown(name),
    allowed: "one name of letters, digits, blanks or ./_-, without wildcards",
    fix: "write the name of one branch or environment, as it is shown there",
  };
}

/** Whether an existing OpenID Connect provider is for these tokens. */
export function checkExistingProvider(
  arn: string,
  issuer: string,
  account?: string,
): Problem | undefined {
  const [, owner, host] = /^arn:aws:iam::(\d{12}):oidc-provider\/(.+)$/.exec(arn) ?? [];
  if (host === issuer && (account === undefined || owner === account)) return undefined;
  return {
    given: shown(arn),
    allowed: `the ARN of this account's provider for ${issuer}: arn:aws:iam::${account ?? "<account>"}:oidc-provider/${issuer}`,
    fix: "copy it from `aws iam list-open-id-connect-providers`, or leave it out to make one",
  };
}
