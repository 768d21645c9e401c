import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { version } from "../../package.json";
import { action } from "./pipeline-files";

const { inputs, runs } = action("action.yml");
const [step, ...others] = runs.steps;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "action-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the action's script, with an npx that prints each of its words and ends as it is told. */
function ran(given: Record<string, string>, code = 0) {
  const npx = join(folder, "npx");
  writeFileSync(npx, `#!/bin/sh\nfor word in "$@"; do echo "[$word]"; done\nexit ${code}\n`);
  chmodSync(npx, 0o755);
  writeFileSync(join(folder, "output"), "");
  const values = Object.entries(inputs).map(([name, input]) => [
    `\${{ inputs.${name} }}`,
    given[name] ?? input.default,
  ]);
  const byExpression = Object.fromEntries(values);
  const env = Object.entries(step?.env ?? {}).map(([name, value]) => [name, byExpression[value]]);
  const { status, stdout } = spawnSync("bash", ["-eo", "pipefail", "-c", step?.run ?? ""], {
    cwd: folder,
    encoding: "utf8",
    env: {
      ...Object.fromEntries(env),
      GITHUB_OUTPUT: join(folder, "output"),
      PATH: `${folder}${delimiter}${process.env["PATH"]}`,
    },
  });
  const output = readFileSync(join(folder, "output"), "utf8");
  return { code: status, words: stdout.trim().split("\n"), output };
}

describe("the action", () => {
  test("runs the package of its own version", () => {
    expect(others).toEqual([]);
    expect(inputs["version"]?.default).toBe(version);
    const words = ["--yes", `ecr-pull-through-cache@${version}`, "rewrite", "--check", "."];
    expect(ran({}).words).toEqual(words.map((word) => `[${word}]`));
  });

  test.each([0, 1, 2, 64])("ends as the command does, with %i, and gives that out", (code) => {
    expect(ran({}, code)).toMatchObject({ code, output: `exit-code=${code}\n` });
  });

  test("takes words over several lines, and runs nothing that is in them", () => {
    const args = "rewrite --check\n  * $(touch made) `touch made` ; touch made\n";
    const words = "rewrite --check * $(touch made) `touch made` ; touch made";
    expect(ran({ args }).words.slice(2)).toEqual(words.split(" ").map((word) => `[${word}]`));
    expect(() => readFileSync(join(folder, "made"))).toThrow();
  });

  test.each(["latest; touch made", "npm:other@1.0.0", "^1.0.0", ""])(
    "refuses the version %j",
    (wrong) => {
      expect(ran({ version: wrong })).toMatchObject({
        code: 64,
        words: ["::error::version is no version of the package, such as 0.1.0"],
      });
    },
  );
});
