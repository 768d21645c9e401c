import { describe } from "vitest";
import { describeWithTerraform } from "../describe-with-terraform";

const trustsFile = process.platform === "linux";

if (!trustsFile) {
  console.warn(
    "Only on Linux can Terraform trust HCP Terraform on loopback: its tests are skipped.",
  );
}

/**
 * For tests that run the real Terraform against HCP Terraform on loopback. Elsewhere Go asks the
 * system which certificates to trust, and a test must not change that.
 */
export const describeWithHcpTerraform = trustsFile ? describeWithTerraform : describe.skip;
