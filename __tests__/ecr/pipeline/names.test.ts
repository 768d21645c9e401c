import { describe, expect, it } from "vitest";
import {
  checkExistingProvider,
  checkGitHubId,
  checkGitHubRepository,
  checkGitLabHost,
  checkGitLabProject,
  checkRefName,
} from "../../../ecr/pipeline/names";
import { shown } from "../../../problems/problem";
import { itAccepts, itRefuses } from "../rule";

describe("a repository of GitHub", () => {
  itAccepts(checkGitHubRepository, [
    ...["a/b", "Acme-1/ecr_pull.through-cache", `${"a".repeat(39)}/${"b".repeat(100)}`],
  ]);
  itRefuses(
    checkGitHubRepository,
    {
      allowed: "<owner>/<repository> of GitHub, one, without wildcards",
      fix: "copy it from `gh repo view --json nameWithOwner`",
    },
    [
      ...["", "acme", "acme/", "/cache", "-acme/cache", "acme/*", "*/cache", "acme/cache/x"],
      ...["acme_/cache", "https://github.com/acme/cache", "acme/cache:*", "acme/cache\n"],
      ...[`${"a".repeat(40)}/b`, `a/${"b".repeat(101)}`, "ac?me/cache", "ac.me/cache"],
    ],
  );
});

describe("a number of GitHub", () => {
  itAccepts(checkGitHubId, ["1", "12", "123456789"]);
  itRefuses(
    checkGitHubId,
    {
      allowed: "the number that GitHub gave it, in quotes",
      fix: "copy it from `gh api repos/<owner>/<repository>`: .owner.id and .id",
    },
    ["", "0", "012", "a1", "1a", "1*", "*", "-1"],
  );
});

describe("a project of GitLab", () => {
  itAccepts(checkGitLabProject, ["a/b", "acme/platform/infra", "_a.b-c/0d.e-f/g_h"]);
  itRefuses(
    checkGitLabProject,
    {
      allowed: "the path of one project of GitLab: <group>/<project>, without wildcards",
      fix: "copy it from the project's address, behind the host",
    },
    [
      ...["", "acme", "acme/", "/infra", "acme//infra", "acme/*", "*/infra", "acme/infra:x"],
      ...["-acme/infra", "acme/.infra", "https://gitlab.com/acme/infra", "acme/infra\n"],
    ],
  );
});

describe("the host of a GitLab", () => {
  itAccepts(checkGitLabHost, ["gitlab.com", "a.b", "git-lab.1-2.example.com", "gl.x--y.io"]);
  itRefuses(
    checkGitLabHost,
    {
      allowed: "the host of GitLab, in lower case: gitlab.com, gitlab.example.com",
      fix: "leave out https:// and everything behind the host",
    },
    [
      ...["", "gitlab", "GitLab.com", "https://gitlab.com", "gitlab.com/acme", "gitlab.com:443"],
      ...["-gitlab.com", "gitlab-.com", "gitlab.-com", "gitlab.com-", "gitlab..com", "*.com", ".a"],
    ],
  );
});

describe("the name of a branch or an environment", () => {
  itAccepts(checkRefName, ["main", "a", "release/1.x_y-z", "my env", "a".repeat(255)]);
  itRefuses(
    checkRefName,
    {
      allowed: "one name of letters, digits, blanks or ./_-, without wildcards",
      fix: "write the name of one branch or environment, as it is shown there",
    },
    ["", "*", "main*", "/main", " main", "ma:in", "ma?n", "main\n", "a".repeat(256)],
  );
});

describe("the ARN of a provider that exists", () => {
  const ARN = "arn:aws:iam::111111111111:oidc-provider/gitlab.example.com";
  const refused = (arn: string, issuer: string, account?: string) => {
    expect(checkExistingProvider(arn, issuer, account)).toEqual({
      given: shown(arn),
      allowed: `the ARN of this account's provider for ${issuer}: arn:aws:iam::${account ?? "<account>"}:oidc-provider/${issuer}`,
      fix: "copy it from `aws iam list-open-id-connect-providers`, or leave it out to make one",
    });
  };

  it("is of the host that issues the tokens", () => {
    expect(checkExistingProvider(ARN, "gitlab.example.com")).toBeUndefined();
    refused(ARN, "gitlab.com");
    refused(`x${ARN}`, "gitlab.example.com");
    refused(`${ARN}\n`, "gitlab.example.com");
    refused("arn:aws:iam::1:oidc-provider/gitlab.example.com", "gitlab.example.com");
    refused("", "gitlab.example.com");
  });

  it("is of the account of the roles, where that is known", () => {
    expect(checkExistingProvider(ARN, "gitlab.example.com", "111111111111")).toBeUndefined();
    refused(ARN, "gitlab.example.com", "222222222222");
  });
});
