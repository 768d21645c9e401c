import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { identifyProcess } from "../../tools/running-process";
import { addOwner, temporaryFolder, withTemporaryFolder } from "../../tools/temporary-folder";

describe("a temporary folder", () => {
  let above: string;

  beforeEach(() => {
    above = mkdtempSync(join(tmpdir(), "temporary-"));
    vi.stubEnv("TMPDIR", above);
  });
  afterEach(() => vi.unstubAllEnvs());

  const ours = () => join(above, readdirSync(above)[0] ?? "");

  /** A folder of a process that was killed. */
  async function abandoned(): Promise<string> {
    const { folder, remove } = temporaryFolder("plans");
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    const identity = identifyProcess(child.pid ?? 0);
    const exit = new Promise((done) => child.once("exit", done));
    child.kill("SIGKILL");
    await exit;
    remove();
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, ".owners.json"), JSON.stringify([identity]));
    writeFileSync(join(folder, "a.tfplan"), "not-a-real-token");
    return folder;
  }

  it("is this user's alone, and is gone afterwards, whatever happens", async () => {
    const failing = withTemporaryFolder("plans", async (folder) => {
      expect(statSync(folder).mode & 0o777).toBe(0o700);
      expect(statSync(ours()).mode & 0o777).toBe(0o700);
      throw new Error("whatever");
    });
    await expect(failing).rejects.toThrow("whatever");
    expect(readdirSync(above)).toEqual([]);
  });

  it("that a killed process has left is removed by the next one", async () => {
    const left = await abandoned();
    await withTemporaryFolder("other", async () => expect(existsSync(left)).toBe(false));
    expect(readdirSync(above)).toEqual([]);
  });

  it("is not removed while a process that it was kept for still runs", async () => {
    const left = await abandoned();
    addOwner(left, process.pid);
    await withTemporaryFolder("other", async () => expect(existsSync(left)).toBe(true));
  });

  it("of another kind is never removed", async () => {
    const left = await abandoned();
    const theirs = join(ours(), "without-owners");
    const beside = join(above, "plans-theirs");
    for (const folder of [theirs, beside]) mkdirSync(folder);
    writeFileSync(join(beside, ".owners.json"), "[]");
    await withTemporaryFolder("plans", async () => expect(existsSync(left)).toBe(false));
    expect([theirs, beside].map((folder) => existsSync(folder))).toEqual([true, true]);
  });

  it("is not made where somebody else could read it", () => {
    mkdirSync(join(above, `ecr-cache-${process.getuid?.()}`), { mode: 0o755 });
    expect(() => temporaryFolder("plans")).toThrow("is not a folder that only this user can read");
  });
});
