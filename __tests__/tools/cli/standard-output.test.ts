import { spawnSync } from "node:child_process";
import { existsSync, openSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ENTRY } from "./ecr-cache";

const FULL = "/dev/full";

describe.runIf(existsSync(FULL))("standard output on a disk that is full", () => {
  it("is said, and no success", () => {
    const { status, stderr } = spawnSync(process.execPath, [ENTRY, "--help"], {
      stdio: ["ignore", openSync(FULL, "w"), "pipe"],
      encoding: "utf8",
    });
    expect(stderr).toMatch(/^The output could not be written: ENOSPC.*\n$/);
    expect(status).toBe(2);
  });
});
