import { describe, expect, it } from "vitest";
import { pipelineTokens } from "../../../ecr/pipeline/tokens";

const repository = "acme/ecr-pull-through-cache";
const environment = "production";

describe("the tokens of GitHub's workflows", () => {
  it("plan for pull requests and the main branch, and apply for the environment alone", () => {
    expect(pipelineTokens({ gitHub: { repository, environment } })).toEqual({
      issuer: "token.actions.githubusercontent.com",
      audience: "sts.amazonaws.com",
      plan: {
        equal: {
          sub: [`repo:${repository}:pull_request`, `repo:${repository}:ref:refs/heads/main`],
        },
      },
      apply: { equal: { sub: [`repo:${repository}:environment:production`] } },
    });
  });

  it("have another branch, where the main one has another name", () => {
    const { plan } = pipelineTokens({ gitHub: { repository, environment, branch: "trunk" } });
    expect(plan.equal["sub"]).toContain(`repo:${repository}:ref:refs/heads/trunk`);
  });

  it("have the numbers of owner and repository beside the names, and then not the names alone", () => {
    const ids = { owner: "123456", repository: "456789" };
    const { plan, apply } = pipelineTokens({ gitHub: { repository, environment, ids } });
    const subject = "repo:acme@123456/ecr-pull-through-cache@456789";
    expect(plan.equal["sub"]).toEqual([
      `${subject}:pull_request`,
      `${subject}:ref:refs/heads/main`,
    ]);
    expect(apply.equal["sub"]).toEqual([`${subject}:environment:production`]);
  });
});

describe("the tokens of GitLab's pipelines", () => {
  const project = "acme/platform/infra";

  it("plan for every branch, as merge requests have none of their own, and apply for the protected one", () => {
    expect(pipelineTokens({ gitLab: { project } })).toEqual({
      issuer: "gitlab.com",
      audience: "https://gitlab.com",
      plan: { equal: {}, like: { sub: [`project_path:${project}:ref_type:branch:ref:*`] } },
      apply: {
        equal: {
          sub: [`project_path:${project}:ref_type:branch:ref:main`],
          ref_protected: ["true"],
        },
      },
    });
  });

  it("of another host are told apart by their subject alone, which is all that AWS shows of them", () => {
    const tokens = pipelineTokens({
      gitLab: { project, host: "gitlab.example.com", branch: "trunk" },
    });
    expect(tokens).toMatchObject({
      issuer: "gitlab.example.com",
      audience: "https://gitlab.example.com",
    });
    expect(tokens.apply).toEqual({
      equal: { sub: [`project_path:${project}:ref_type:branch:ref:trunk`] },
    });
  });
});
