import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parsePlanRecord, readPlanRecord } from "../../../tools/pipeline/plan-record";
import { ecrCache } from "../cli/ecr-cache";
import { pipelineIn } from "./pipeline";
import { aRecord, BASE } from "./records";

describe("the command line of the pipeline", () => {
  it.each([
    [["deploy"], "Unknown command 'deploy'. Did you mean one of apply, destroy? See --help.\n"],
    [["plan"], "Required option '--out <dir>' not specified. See --help.\n"],
    [
      ["plan", "--out="],
      '--out ""\n  allowed: a path\n  fix: write a path; check that the variable is set\n',
    ],
    [
      ["plan", "--out", "plans", "--output", "plans"],
      "Unknown option '--output'. Did you mean --out? See --help.\n",
    ],
    [["apply"], "Required option '--reviewed <dir>' not specified. See --help.\n"],
    [
      ["apply", "--reviewed", "reviewed", "--digest="],
      '--digest ""\n  allowed: 64 hexadecimal digits, as `preview` gives them out\n  fix: hand on the output of the job that runs preview; is the variable set?\n',
    ],
    [
      ["comment", "eu", "--file", "x"],
      "Too many arguments for 'comment'. Expected 0 arguments but got 1. See --help.\n",
    ],
    [
      ["comment", "--file", "x", "--number", "0"],
      '--number "0"\n  allowed: the number of a pull or merge request\n  fix: write --number 12, without the #\n',
    ],
    [
      ["report-drift", "--resolved", "--file", "drift.md"],
      "Option '--file <file>' cannot be used with option '--resolved'. See --help.\n",
    ],
    [
      ["report-drift"],
      "report-drift needs either --file or --resolved.\n  fix: write --file drift/drift.md if there is drift, or --resolved if there is none\n",
    ],
    [["destroy"], "Missing required argument 'stack'. See --help.\n"],
    [
      ["destroy", "eu", "us"],
      "Too many arguments for 'destroy'. Expected 1 argument but got 2. See --help.\n",
    ],
    [
      ["destroy", "eu", "--yes-destroy", "us"],
      '--yes-destroy "us"\n  allowed: the name of the stack, eu\n  fix: write --yes-destroy eu\n',
    ],
  ])("%j is refused with 64", async (args, stderr) => {
    expect(await ecrCache(["pipeline", ...args])).toEqual({ code: 64, stdout: "", stderr });
  });

  it("has a step, or is explained", async () => {
    const { code, stdout, stderr } = await ecrCache(["pipeline"]);
    expect({ code, stdout }).toEqual({ code: 64, stdout: "" });
    expect(stderr).toMatch(/^Examples:\n {2}ecr-cache pipeline plan --out plans/);
    expect(stderr).not.toContain("(outputHelp)");
  });

  it("of a step is explained", async () => {
    const { code, stdout } = await ecrCache(["pipeline", "apply", "--help"]);
    expect(stdout).toContain("Usage: ecr-cache pipeline apply [options] [stack...]");
    expect(code).toBe(0);
  });
});

// Each one synthesizes in a process of its own.
describe("a step", { timeout: 30_000 }, () => {
  const root = mkdtempSync(join(tmpdir(), "pipeline-command-"));
  const env = { PATH: process.env["PATH"], HOME: root, AWS_EC2_METADATA_DISABLED: "true" };
  const run = pipelineIn({ root, env });

  it("takes stacks and options in any order", async () => {
    const app = ["--app", "examples/multi-region.ts"];
    const { code, output } = await run("plan", "a", ...app, "b", "--out", join(root, "plans"));
    expect(output).toContain('examples/multi-region.ts has no stack "a".');
    expect(code).toBe(64);
  });

  it("about a stack that the app does not have makes no sense", async () => {
    expect(await run("plan", "--out", join(root, "plans"), "ecr-pull-trough-cache")).toEqual({
      code: 64,
      output:
        'main.ts has no stack "ecr-pull-trough-cache".\n  allowed: ecr-pull-through-cache\n  fix: did you mean "ecr-pull-through-cache"?',
    });
  });

  // A word that begins with a dash is an option, and --help would end with 0: nothing applied, all green.
  it.each(["--help", "-h", "--version"])("about a stack called %s makes no sense", async (name) => {
    const { code, output } = await run("plan", "--out", join(root, "plans"), "--", name);
    expect(output).toContain(`main.ts has no stack "${name}".`);
    expect(code).toBe(64);
  });

  it("about an app that is not there names a file", async () => {
    expect(await run("plan", "--out", join(root, "plans"), "--app", "examples")).toEqual({
      code: 2,
      output: "There is no app examples.\n  fix: name a file, such as main.ts",
    });
  });

  it("says all that is missing before Terraform runs", async () => {
    const { code, output } = await run("plan", "--out", join(root, "plans"));
    expect(code).toBe(2);
    expect(output).toContain("There are no AWS credentials.");
    expect(output).toContain("3 variables have no value:");
  });

  it("shows the problems of an app as the app does", async () => {
    const app = "__tests__/fixtures/wrong-app.ts";
    const { code, output } = await run("plan", "--out", join(root, "plans"), "--app", app);
    expect(code).toBe(2);
    expect(output).toMatch(/^\d+ problems in this app; nothing was written\./);
  });

  it("applies nothing without a record", async () => {
    const { code, output } = await run("apply", "--reviewed", join(root, "nothing"));
    expect(code).toBe(2);
    expect(output).toContain("no plan of the stack ecr-pull-through-cache was reviewed");
  });

  it("wants the file that another command writes", async () => {
    const { code, output } = await run("comment", "--file", join(root, "summary.md"));
    expect(code).toBe(2);
    expect(output).toContain(
      "is missing or empty.\n  fix: write it with ecr-cache pipeline plan --out <dir>",
    );
  });
});

describe("the record of a plan", () => {
  it("is read as it was written", () => {
    expect(parsePlanRecord(JSON.stringify(aRecord()), "it")).toEqual(aRecord());
  });

  it.each([
    ["{", "(file: "],
    [JSON.stringify({ ...aRecord(), formatVersion: 1 }), "(formatVersion: "],
    [JSON.stringify({ ...aRecord(), configuration: "x" }), "(configuration: "],
    [JSON.stringify({ ...aRecord(), more: 1 }), "(file: "],
    [
      JSON.stringify({ ...aRecord(), request: { number: 3, head: "main", base: BASE } }),
      "(request.head: ",
    ],
    [
      JSON.stringify({ ...aRecord(), changes: [{ address: "a", actions: [], values: {} }] }),
      "(changes.0.actions: ",
    ],
  ])("is refused when it is %s", (text, place) => {
    expect(() => parsePlanRecord(text, "it")).toThrow(
      `it is not a plan record in the format 2 ${place}`,
    );
  });

  it("that is missing leads to the command that makes one", () => {
    expect(() => readPlanRecord("nowhere", "cache", {})).toThrow(
      "ecr-cache pipeline find-reviewed --out nowhere",
    );
  });
});
