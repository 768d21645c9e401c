import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { gitLabPipeline, workflow } from "./pipeline-files";

/** Runs a script in which `npm … drift` ends with a code, and the others are only written down. */
function runScript(script: string, code: number) {
  const folder = mkdtempSync(join(tmpdir(), "drift-"));
  const npm = `#!/bin/sh\nshift 4; echo "$*" >> calls\ncase "$1" in drift) exit ${code} ;; esac\n`;
  writeFileSync(join(folder, "npm"), npm, { mode: 0o755 });
  const env = { PATH: `${folder}:${process.env["PATH"]}`, GITHUB_OUTPUT: join(folder, "output") };
  const { status } = spawnSync("bash", ["-e", "-o", "pipefail", "-c", script], {
    cwd: folder,
    env,
  });
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  return { status, calls: read("calls").trim().split("\n"), read };
}

const LOOK = "drift --out drift";

// 0 is no drift and 1 is drift; all else is a look that could not be had.
describe("the job that looks for drift", () => {
  it.each([
    [0, [LOOK, "report-drift --resolved"], 0],
    [1, [LOOK, "report-drift --file drift/drift.md"], 0],
    [2, [LOOK], 2],
    [64, [LOOK], 64],
    [130, [LOOK], 130],
  ])("of GitLab, after %i", (code, calls, status) => {
    const script = [gitLabPipeline()["drift"]?.["script"]].flat().join("\n");
    expect(runScript(script, code)).toMatchObject({ status, calls });
  });

  const { steps } = workflow(".github/workflows/drift.yml").jobs["drift"] ?? { steps: [] };
  const look = steps.find(({ run }) => run?.includes(LOOK))?.run ?? "";

  it.each([
    [0, 0],
    [1, 0],
    [2, 1],
    [64, 1],
    [130, 1],
  ])("of GitHub, after %i", (code, status) => {
    const ended = runScript(look, code);
    expect(ended).toMatchObject({ status, calls: [LOOK] });
    expect(ended.read("output")).toBe(`code=${code}\n`);
  });

  it("of GitHub tells the issue what it found", () => {
    const reports = steps.flatMap(({ if: condition, run = "" }: { if?: string; run?: string }) =>
      run.includes("report-drift") ? [[condition, run.replace(/.* -- /, "")]] : [],
    );
    expect(reports).toEqual([
      ["steps.drift.outputs.code == '1'", "report-drift --file drift/drift.md"],
      ["steps.drift.outputs.code == '0'", "report-drift --resolved"],
    ]);
  });
});
