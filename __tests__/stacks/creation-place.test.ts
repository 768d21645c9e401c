import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { TerraformStack, Testing } from "cdktf";
import { afterEach, describe, expect, it, vi } from "vitest";
import { rememberCreation } from "../../constructs/creation-trace";
import { creationPlace } from "../../stacks/creation-place";

const { bundle, run } = createRequire(__filename)("../../tools/typescript.cjs");

// Node keeps source maps from here on, and other tests are of code without.
const { sourceMapsEnabled } = process as { readonly sourceMapsEnabled?: boolean };

afterEach(() => {
  process.setSourceMapsEnabled(sourceMapsEnabled ?? false);
  process.exitCode = undefined;
  vi.restoreAllMocks();
});

describe("the line of the app", () => {
  it("is that which creates the construct with a problem, however deep it creates others", async () => {
    const app = "__tests__/fixtures/wrong-app.ts";
    const errors = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const entry = resolve(app);
    run(entry, await bundle(entry), { preload: false });
    const [[text] = []] = errors.mock.calls;
    const lines = readFileSync(app, "utf8").split("\n");
    const lineOf = (id: string) => lines.findIndex((line) => line.includes(`"${id}"`)) + 1;
    expect(String(text).match(/^ {2}at: .*$/gm)).toEqual([
      `  at: ${app}:${lineOf("one")}`,
      `  at: ${app}:${lineOf("two")}`,
    ]);
    expect(text).toMatch(/^2 problems in this app; nothing was written\.\n\n\[one\/(.+\n)+\n\[two/);
    expect(process.exitCode).toBe(1);
  });

  it("is not known of a construct without a problem, nor where the code has no source map", () => {
    const stack = new TerraformStack(Testing.app(), "stack");
    expect(creationPlace(stack)).toBeUndefined();
    rememberCreation(stack);
    expect(creationPlace(stack)).toBeUndefined();
  });
});
