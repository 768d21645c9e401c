import { existsSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { App } from "cdktf";
import { describe, expect, it, vi } from "vitest";
import { synthesize } from "../../stacks/synthesize";
import { RUN_APP } from "../../tools/cdktf/project";
import { run } from "../../tools/terraform/terraform-cli";
import { synthesized } from "../app";

describe("an app with mistakes", () => {
  it("says all of them, in all stacks, with a fix for each, and writes no stack", async () => {
    const { code, stderr, stacks } = await synthesized("__tests__/fixtures/wrong-app.ts");
    expect(stderr).toBe(`2 problems in this app; nothing was written.

[one/upstreams/docker/rule] prefix = "Docker-Hub"
  allowed: 2 to 30 characters: lower-case letters and digits, joined by single '.', '_', '-' or '/'; or ROOT
  fix: did you mean "docker-hub"?
  at: __tests__/fixtures/wrong-app.ts:8

[two/templates/expiry] expiry.days = 0
  allowed: a whole number of days, 1 or more
  fix: write the number of days to keep an image, e.g. 7; leave \`expiry\` out to keep images for ever
  at: __tests__/fixtures/wrong-app.ts:12
`);
    expect(code).toBe(1);
    expect(stacks).toEqual({});
  });
});

describe("the names of other apps' stacks", () => {
  it("have to be a list", () => {
    const said = vi.spyOn(console, "error").mockImplementation(() => {});
    const app = new App({ outdir: mkdtempSync(join(tmpdir(), "synthesize-")) });
    synthesize(app, { otherStacks: "payments" as never });
    const text = said.mock.calls.join("\n");
    said.mockRestore();
    process.exitCode = 0;
    expect(text).toContain("otherStacks = a string\n  allowed: a list of strings");
    expect(existsSync(join(app.outdir, "manifest.json"))).toBe(false);
  });
});

describe("an app with many stacks", () => {
  it("is synthesized, one folder for each: what npm run bench measures", async () => {
    vi.stubEnv("STACKS", "3");
    const { code, stderr, stacks } = await synthesized("__tests__/bench/stacks.ts");
    vi.unstubAllEnvs();
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(Object.keys(stacks)).toEqual(["cache-0", "cache-1", "cache-2"]);
  });
});

describe("an app that is run directly", () => {
  const EXAMPLE = [resolve(RUN_APP), resolve("examples/multi-region.ts")];
  const { CDKTF_CONTEXT_JSON: _, CDKTF_OUTDIR: __, ...environment } = process.env;

  /** Runs the example in a folder of its own. */
  async function synth(env: NodeJS.ProcessEnv = {}) {
    const cwd = mkdtempSync(join(tmpdir(), "synth-"));
    return {
      cwd,
      ...(await run(process.execPath, EXAMPLE, { cwd, env: { ...environment, ...env } })),
    };
  }

  it("says which files it wrote, and leaves standard output to the app", async () => {
    const { cwd, code, stdout, stderr } = await synth();
    expect(stderr).toBe(`wrote cdktf.out/stacks/cache-111111111111-eu-west-1/cdk.tf.json
wrote cdktf.out/stacks/cache-111111111111-us-east-1/cdk.tf.json
wrote cdktf.out/stacks/cache-222222222222-eu-west-1/cdk.tf.json
`);
    expect(stdout).toBe("");
    expect(code).toBe(0);
    expect(readdirSync(join(cwd, "cdktf.out", "stacks"))).toHaveLength(3);
  });

  it("leaves that to the program that has chosen the folder", async () => {
    const { cwd, code, stderr } = await synth({ CDKTF_OUTDIR: "elsewhere" });
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(readdirSync(join(cwd, "elsewhere", "stacks"))).toHaveLength(3);
  });
});
