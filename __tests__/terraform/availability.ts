import { spawnSync } from "node:child_process";
import { describe } from "vitest";

const isMissing = spawnSync("terraform", ["version"]).error !== undefined;
const mayBeMissing = !process.env["CI"];

if (isMissing && mayBeMissing) {
  console.warn("Terraform is not on the PATH: the tests that need it are skipped.");
}

/** For tests that run the real Terraform. Without it they are skipped on a laptop, and fail in CI. */
export const describeWithTerraform = describe.skipIf(isMissing && mayBeMissing);
