import { describe, expect, test } from "vitest";
import { gitLabPipeline, jobs, text } from "./pipeline-files";

const COMMANDS = "plan find-reviewed preview apply drift comment report-drift destroy".split(" ");

/** Each script of each pipeline, with the name of its job. */
const scripts: readonly (readonly [string, string])[] = [
  ...jobs.map(([name, { steps }]) => [name, steps.map(({ run }) => run ?? "").join("\n")] as const),
  ...Object.entries(gitLabPipeline()).map(
    ([name, job]) => [`.gitlab-ci.yml: ${name}`, [job["script"] ?? []].flat().join("\n")] as const,
  ),
];

const npmRuns = scripts.filter(([, script]) => script.includes("npm run"));
const pipelineRuns = npmRuns.filter(([, script]) => /\bpipeline -- /.test(script));

describe("what the pipelines call", () => {
  test("is found in both", () => {
    const names = npmRuns.map(([name]) => name);
    expect(names).toContain("plan.yml: plan");
    expect(names).toContain(".gitlab-ci.yml: plan");
    expect(pipelineRuns).toHaveLength(10);
  });

  test.each(npmRuns)("in %s is a script of package.json", (_name, script) => {
    const known = Object.keys(JSON.parse(text("package.json")).scripts);
    const called = [...script.matchAll(/npm run(?: --silent)? (\S+)/g)].map(([, name]) => name);
    expect(known).toEqual(expect.arrayContaining(called));
  });

  test.each(pipelineRuns)("in %s is a command of the pipeline", (_name, script) => {
    const called = [...script.matchAll(/npm run --silent pipeline -- (\S+)/g)].map(
      ([, command]) => command,
    );
    expect(called).not.toEqual([]);
    expect(COMMANDS).toEqual(expect.arrayContaining(called));
  });

  // Whatever somebody typed as a stack's name is a name there, and never an option.
  test.each(pipelineRuns)("in %s has the name of a stack behind --", (_name, script) => {
    const named = script.split("\n").filter((line) => /\$STACK|inputs\.stack/.test(line));
    for (const line of named) {
      expect(line).toMatch(/ -- (\$\{STACK:\+"\$STACK"\}|\$\[\[ inputs\.stack \]\])$/);
    }
  });

  // Both would make a run in which nobody is there wait for an answer, or show what nobody reviewed.
  test.each(npmRuns)("in %s destroys nothing", (_name, script) => {
    expect(script).not.toMatch(/pipeline -- destroy|cdktf (deploy|destroy)/);
  });
});

test("both pipelines install the same Terraform", () => {
  const gitHub = /terraform_version: (\S+)/.exec(text(".github/actions/setup/action.yml"));
  const gitLab = /TERRAFORM_VERSION: (\S+)/.exec(text(".gitlab-ci.yml"));
  expect(gitHub?.[1]).toMatch(/^\d+\.\d+\.\d+$/);
  expect(gitLab?.[1]).toBe(gitHub?.[1]);
});
