import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { UsageError } from "../../../tools/cli/command-line";
import { readCommandLine } from "../../../tools/pipeline/command-line";
import { parsePlanRecord, readPlanRecord } from "../../../tools/pipeline/plan-record";
import { runCommand } from "../../../tools/pipeline/run-command";
import { synthesizeApp } from "../../../tools/terraform/synthesize-app";
import { aRecord } from "./records";

describe("the command line of the pipeline", () => {
  it.each([
    [
      ["plan", "eu", "us", "--out", "plans"],
      { command: "plan", stacks: ["eu", "us"], app: "main.ts", out: "plans" },
    ],
    [
      ["apply", "--app", "examples/production.ts", "--reviewed", "plans"],
      { command: "apply", stacks: [], app: "examples/production.ts", reviewed: "plans" },
    ],
    [["destroy", "eu"], { command: "destroy", stack: "eu", app: "main.ts", confirmed: false }],
    [
      ["destroy", "eu", "--yes-destroy", "eu"],
      { command: "destroy", stack: "eu", app: "main.ts", confirmed: true },
    ],
    [
      ["comment", "--file", "summary.md", "--number", "12"],
      { command: "comment", file: "summary.md", number: 12 },
    ],
    [["report-drift", "--resolved"], { command: "report-drift", file: undefined, resolved: true }],
    [[], { command: "help" }],
    [["apply", "--help"], { command: "help" }],
  ])("%j is understood", (args, line) => {
    expect(readCommandLine(args)).toEqual(line);
  });

  it.each([
    [
      ["deploy"],
      'There is no command "deploy": plan, comment, find-reviewed, apply, drift, report-drift or destroy. See --help.',
    ],
    [["plan"], "plan needs --out DIR."],
    [["plan", "--out="], "plan needs --out DIR."],
    [
      ["plan", "--output", "plans"],
      "Unknown option '--output'. plan takes --app and --out. See --help.",
    ],
    [["apply"], "apply needs --reviewed DIR."],
    [["comment", "eu", "--file", "x"], 'comment takes no stack, unlike "eu".'],
    [
      ["comment", "--file", "x", "--number", "0"],
      '--number takes the number of a pull or merge request, not "0".',
    ],
    [
      ["report-drift", "--resolved", "--file", "drift.md"],
      "report-drift takes --file or --resolved, not both.",
    ],
    [["report-drift"], "report-drift needs --file FILE or --resolved."],
    [["destroy"], "destroy takes one stack, not 0. See --help."],
    [["destroy", "eu", "us"], "destroy takes one stack, not 2. See --help."],
    [["destroy", "eu", "--yes-destroy", "us"], '--yes-destroy names "us", and the stack is "eu".'],
  ])("%j is refused in one sentence", (args, sentence) => {
    expect(() => readCommandLine(args)).toThrow(new UsageError(sentence));
  });
});

// Each one synthesizes in a process of its own.
describe("a command", { timeout: 30_000 }, () => {
  const root = mkdtempSync(join(tmpdir(), "pipeline-command-"));

  async function run(...args: string[]): Promise<{ code: number; output: string }> {
    const lines: string[] = [];
    const write = (line: string) => lines.push(line);
    const env = { PATH: process.env["PATH"], HOME: root, AWS_EC2_METADATA_DISABLED: "true" };
    const context = { root, env, synthesize: synthesizeApp, print: write, warn: write };
    const code = await runCommand(args, context);
    return { code, output: lines.join("\n") };
  }

  it("that makes no sense has an exit code of its own", async () => {
    expect(await run("deploy")).toMatchObject({ code: 64 });
    expect(await run("plan", "--out", join(root, "plans"), "ecr-pull-trough-cache")).toEqual({
      code: 64,
      output:
        'main.ts has no stack "ecr-pull-trough-cache".\n  allowed: ecr-pull-through-cache\n  fix: did you mean "ecr-pull-through-cache"?',
    });
  });

  it("about an app that is not there names a file", async () => {
    expect(await run("plan", "--out", join(root, "plans"), "--app", "examples")).toEqual({
      code: 1,
      output: "There is no app examples.\n  fix: name a file, such as main.ts",
    });
  });

  it("says all that is missing before Terraform runs", async () => {
    const { code, output } = await run("plan", "--out", join(root, "plans"));
    expect(code).toBe(1);
    expect(output).toContain("There are no AWS credentials.");
    expect(output).toContain("3 variables have no value:");
  });

  it("shows the problems of an app as the app does", async () => {
    const app = "__tests__/fixtures/wrong-app.ts";
    const { code, output } = await run("plan", "--out", join(root, "plans"), "--app", app);
    expect(code).toBe(1);
    expect(output).toMatch(/^\d+ problems in this app; nothing was written\./);
  });

  it("applies nothing without a record", async () => {
    const { code, output } = await run("apply", "--reviewed", join(root, "nothing"));
    expect(code).toBe(1);
    expect(output).toContain("no plan of the stack ecr-pull-through-cache was reviewed");
  });

  it("wants the file that another command writes", async () => {
    const { code, output } = await run("comment", "--file", join(root, "summary.md"));
    expect(code).toBe(1);
    expect(output).toContain("is missing or empty: `pipeline -- plan --out DIR` writes it.");
  });
});

describe("the record of a plan", () => {
  it("is read as it was written", () => {
    expect(parsePlanRecord(JSON.stringify(aRecord()), "it")).toEqual(aRecord());
  });

  it.each([
    ["{", "(file: "],
    [JSON.stringify({ ...aRecord(), formatVersion: 2 }), "(formatVersion: "],
    [JSON.stringify({ ...aRecord(), configuration: "x" }), "(configuration: "],
    [JSON.stringify({ ...aRecord(), more: 1 }), "(file: "],
    [
      JSON.stringify(aRecord({ changes: [{ address: "a", actions: [], values: {} }] })),
      "(changes.0.actions: ",
    ],
  ])("is refused when it is %s", (text, place) => {
    expect(() => parsePlanRecord(text, "it")).toThrow(`it is no plan record of format 1 ${place}`);
  });

  it("that is missing leads to the command that makes one", () => {
    expect(() => readPlanRecord("nowhere", "cache")).toThrow("find-reviewed --out nowhere");
  });
});
