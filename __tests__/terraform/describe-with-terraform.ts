import { describe } from "vitest";
import { terraformIsMissing } from "./availability";

const mayBeMissing = !process.env["CI"];

if (terraformIsMissing && mayBeMissing) {
  console.warn("Terraform is not on the PATH: the tests that need it are skipped.");
}

/** For tests that run the real Terraform. Without it they are skipped on a laptop, and fail in CI. */
export const describeWithTerraform = describe.skipIf(terraformIsMissing && mayBeMissing);
