import { afterEach, beforeEach, vi } from "vitest";
import type { Fixture } from "../local-aws/fixture";

/** Points the code under test at local AWS, as a shell's environment does. */
export function useEnvironmentOf(local: Fixture): void {
  beforeEach(() => {
    for (const [name, value] of Object.entries(local.aws.environment("eu-west-1"))) {
      vi.stubEnv(name, value);
    }
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });
}
