import { describe, expect, it } from "vitest";
import { pipelineTokens } from "../../../ecr/pipeline/tokens";

const repository = "acme/ecr-pull-through-cache";
const environment = "production";
const ids = { owner: "123456", repository: "456789" };
const gitHub = { repository, environment, ids };
const WITH_NUMBERS = "acme@123456/ecr-pull-through-cache@456789";
const NUMBERS = { repository_id: ["456789"], repository_owner_id: ["123456"] };

describe("the tokens of GitHub's workflows", () => {
  it("plan for pull requests and the main branch of the repository with these numbers", () => {
    expect(pipelineTokens({ gitHub }).plan).toEqual({
      equal: {
        sub: [
          `repo:${repository}:pull_request`,
          `repo:${repository}:ref:refs/heads/main`,
          `repo:${WITH_NUMBERS}:pull_request`,
          `repo:${WITH_NUMBERS}:ref:refs/heads/main`,
        ],
        ...NUMBERS,
      },
    });
  });

  it("apply for the environment, from the branch, by the one workflow", () => {
    expect(pipelineTokens({ gitHub })).toMatchObject({
      issuer: "token.actions.githubusercontent.com",
      audience: "sts.amazonaws.com",
    });
    expect(pipelineTokens({ gitHub }).apply).toEqual({
      equal: {
        sub: [
          `repo:${repository}:environment:production`,
          `repo:${WITH_NUMBERS}:environment:production`,
        ],
        ...NUMBERS,
        ref: ["refs/heads/main"],
        job_workflow_ref: [`${repository}/.github/workflows/apply.yml@refs/heads/main`],
      },
    });
  });

  it("have another branch and another workflow, where these have other names", () => {
    const workflow = ".github/workflows/deploy.yml";
    const { plan, apply } = pipelineTokens({ gitHub: { ...gitHub, branch: "trunk", workflow } });
    expect(plan.equal["sub"]).toContain(`repo:${repository}:ref:refs/heads/trunk`);
    expect(apply.equal["ref"]).toEqual(["refs/heads/trunk"]);
    expect(apply.equal["job_workflow_ref"]).toEqual([`${repository}/${workflow}@refs/heads/trunk`]);
  });
});

describe("the tokens of GitLab's pipelines", () => {
  const project = "acme/platform/infra";

  it("plan for every branch, as merge requests have none of their own, and apply for the protected one", () => {
    expect(pipelineTokens({ gitLab: { project, projectId: "4711" } })).toEqual({
      issuer: "gitlab.com",
      audience: "https://gitlab.com",
      plan: {
        equal: { project_id: ["4711"] },
        like: { sub: [`project_path:${project}:ref_type:branch:ref:*`] },
      },
      apply: {
        equal: {
          sub: [`project_path:${project}:ref_type:branch:ref:main`],
          project_id: ["4711"],
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
