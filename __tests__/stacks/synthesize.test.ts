import { describe, expect, it, vi } from "vitest";
import { synthesized } from "../app";

describe("an app with mistakes", () => {
  it("says all of them, in all stacks, with a fix for each, and writes no stack", async () => {
    const { code, stderr, stacks } = await synthesized("__tests__/fixtures/wrong-app.ts");
    expect(stderr).toBe(`2 problems in this app; nothing was written.

[one/upstreams/docker/rule] prefix = "Docker-Hub"
  allowed: 2 to 30 characters: lower-case letters and digits, joined by single '.', '_', '-' or '/'; or ROOT
  fix: did you mean "docker-hub"?

[two/templates/expiry] expiry.days = 0
  allowed: a whole number of days, 1 or more
  fix: write the number of days to keep an image, e.g. 7; leave \`expiry\` out to keep images for ever
`);
    expect(code).toBe(1);
    expect(stacks).toEqual({});
  });
});

describe("an app with many stacks", () => {
  it("is synthesized, one folder for each: what npm run bench measures", async () => {
    vi.stubEnv("STACKS", "3");
    const { code, stderr, stacks } = await synthesized("__tests__/bench/stacks.ts");
    vi.unstubAllEnvs();
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(Object.keys(stacks)).toEqual(["cache-0", "cache-1", "cache-2"]);
  });
});
