import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    maxWorkers: "100%",
    // The SDK is only used to look at results; that it leaves Node 20 some day is no news in a test.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
    projects: [
      {
        test: {
          name: "unit",
          include: ["__tests__/**/*.test.ts"],
          exclude: ["__tests__/terraform/**"],
          // Loading the AWS SDK anew for each file takes longer than the tests.
          isolate: false,
          // Some start programs of their own, which take their time on a busy machine.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: "terraform",
          include: ["__tests__/terraform/**/*.test.ts"],
          globalSetup: "__tests__/terraform/global-setup.ts",
          // Loading the AWS provider alone takes seconds.
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
