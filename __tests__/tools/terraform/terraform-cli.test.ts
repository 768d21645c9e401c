import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { run } from "../../../tools/terraform/terraform-cli";
import { folderWith } from "../files";

/** Tells by a file that it has started, and by another one that it has been asked to end. */
const PROGRAM = "trap 'touch ended; exit' TERM; touch started; while :; do sleep 0.05; done";

describe.runIf(process.platform !== "win32")("a command that is run", () => {
  it("ends, with all that a shell has started for it, when it is interrupted", async () => {
    const cwd = folderWith({});
    const interruption = new AbortController();
    const { signal } = interruption;
    const running = run(`(${PROGRAM}) & wait`, [], { cwd, shell: true, signal });
    const isThere = (file: string) => existsSync(join(cwd, file));
    await expect.poll(() => isThere("started"), { timeout: 10_000 }).toBe(true);
    const reason = new Error("Ctrl-C");
    interruption.abort(reason);
    await expect(running).rejects.toBe(reason);
    expect(isThere("ended")).toBe(true);
  });

  it("is ended when it prints without an end", async () => {
    await expect(run("yes", ["x".repeat(100_000)], {})).rejects.toThrow(
      "`yes` prints more than 64 MiB, and was ended.",
    );
  });

  it("is said to be ended by a signal of somebody else's", async () => {
    const result = await run("kill -9 $$", [], { shell: true });
    expect(result).toEqual({ code: 1, stdout: "", stderr: "It was ended by SIGKILL." });
  });
});
