import { describe, expect, test } from "vitest";
import { gitLabProblems } from "./gitlab-structure";
import { type GitLabJob, gitLabInputs, gitLabPipeline, text } from "./pipeline-files";

const pipeline = gitLabPipeline();
const job = (name: string): GitLabJob => pipeline[name] ?? {};
const jobNames = ["check", "mutation", "not-configured", "plan", "preview", "apply", "drift"];

test("the pipeline is one that GitLab accepts", () => {
  expect(Object.keys(pipeline)).toEqual(expect.arrayContaining(jobNames));
  expect(gitLabProblems(pipeline)).toEqual([]);
});

describe("a pipeline that GitLab refuses is reported:", () => {
  const withJob = (text: string) =>
    gitLabProblems(gitLabPipeline(`stages: [one]\nit:\n  stage: one\n  script: echo\n${text}`));

  test.each([
    ["a mistyped keyword", "  resource_grup: x", "it: resource_grup is no keyword"],
    ["one of artefacts", "  artifacts:\n    acess: none", "it: artifacts.acess is no keyword"],
    ["one of a rule", "  rules:\n    - iff: $X", "it: rules.iff is no keyword"],
    ["a base that is missing", "  extends: .base", "it: extends .base, which is not there"],
    ["a job that is missing", "  needs: [that]", "it: needs that, which is not there"],
    [
      "a reference to nothing",
      "  before_script:\n    - !reference [.base, before_script]",
      "it: refers to .base before_script, which is not there",
    ],
    [
      "a stage that is missing",
      "two:\n  script: echo",
      "two: is in stage test, which is not there",
    ],
    ["a job without a script", "two:\n  stage: one", "two: has no script"],
  ])("%s", (_what, text, problem) => {
    expect(withJob(text)).toEqual([problem]);
  });

  test("nothing where all is well", () => {
    expect(withJob("  timeout: 1 hour")).toEqual([]);
  });
});

describe("the pipeline on GitLab", () => {
  test.each(["plan", "preview", "drift"])("takes the role that cannot write for %s", (name) => {
    expect(job(name)["variables"]).toEqual({ AWS_ROLE_ARN: "$AWS_PLAN_ROLE_ARN" });
  });

  test("takes the role that writes on the default branch only, one job at a time", () => {
    expect(job("apply")).toMatchObject({
      variables: { AWS_ROLE_ARN: "$AWS_APPLY_ROLE_ARN" },
      resource_group: "production",
      environment: "production",
      interruptible: false,
    });
    expect(job("apply")["rules"]).toEqual([
      { if: expect.stringContaining("$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH") },
    ]);
  });

  test("shows what it is about to apply in a job before, and applies nothing else", () => {
    expect(job("apply")["needs"]).toEqual(["preview"]);
    expect(job("preview")["environment"]).toBeUndefined();
    expect(job("preview")["rules"]).toEqual(job("apply")["rules"]);
    expect(job("preview")["artifacts"]).toMatchObject({
      paths: ["shown/"],
      reports: { dotenv: "shown/digest.env" },
      access: "developer",
    });
    expect(job("apply")["script"]).toEqual([
      expect.stringContaining('apply --reviewed shown --digest "$PREVIEW_DIGEST" -- '),
    ]);
  });

  test("takes a stack's name as an input, and no free variable", () => {
    const { stack, ...others } = gitLabInputs();
    expect(others).toEqual({});
    const isAllowed = (value: string) => new RegExp(stack?.regex ?? "").test(value);
    for (const name of ["", "ecr-pull-through-cache", "eu", "a_b"])
      expect(isAllowed(name)).toBe(true);
    for (const name of ["--help", "-h", "a b", "$(id)", "a;id", "`id`", "a\nb", "'"]) {
      expect(isAllowed(name)).toBe(false);
    }
    expect(text(".gitlab-ci.yml")).not.toContain("$STACK");
  });

  test("runs no script of a package where there is a token for AWS", () => {
    const steps = [job(".aws")["before_script"]].flat().map(String);
    const install = steps.indexOf("npm ci --omit=dev --ignore-scripts");
    expect(install).toBeGreaterThan(0);
    expect(steps.findIndex((step) => step.includes('> "$AWS_WEB'))).toBeGreaterThan(install);
    const installing = Object.keys(pipeline).filter((name) =>
      JSON.stringify(job(name)).includes("npm ci"),
    );
    expect(installing).toEqual([".aws", "mutation"]);
    expect(job("mutation")).not.toHaveProperty("extends");
    expect(job("mutation")).not.toHaveProperty("id_tokens");
  });

  test("shows plans to developers only, and not for ever", () => {
    expect(job("plan")["artifacts"]).toMatchObject({ access: "developer", expire_in: "30 days" });
  });

  test("writes the token for AWS outside the project, so that no artefact has it", () => {
    expect(job(".aws")["variables"]).toHaveProperty(
      "AWS_WEB_IDENTITY_TOKEN_FILE",
      expect.stringMatching(/^\/tmp\//),
    );
  });

  test.each(jobNames)("ends %s by itself", (name) => {
    const own = job(name);
    const base = job(String(own["extends"]));
    expect(own["timeout"] ?? base["timeout"] ?? job(".terraform")["timeout"]).toBeDefined();
  });

  test("names each image by an exact version", () => {
    const images = [...JSON.stringify(pipeline).matchAll(/"(node:[^"]*)"/g)].map(
      ([, name]) => name,
    );
    expect(images).toHaveLength(5);
    for (const image of images) expect(image).toMatch(/^node:\d+\.\d+\.\d+-bookworm$/);
  });
});
