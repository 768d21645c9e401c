import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const SECTION = /^## What this never does to others\n([\s\S]*?)^## /m;
const ROW = /^\| (.+?) +\| `([\w-]+\.test\.ts)`: (.+?) +\|$/gm;

const [, section = ""] = SECTION.exec(readFileSync("docs/production.md", "utf8")) ?? [];
const promises = [...section.matchAll(ROW)].map(([, promise = "", file = "", test = ""]) => ({
  promise,
  file,
  test,
}));

describe("what docs/production.md promises to others", () => {
  it("is a list", () => {
    expect(promises.length).toBeGreaterThan(10);
    expect(section.match(/^\| (?!never|-)/gm)).toHaveLength(promises.length);
  });

  it.each(promises)("$promise", ({ file, test }) => {
    const source = readFileSync(join("__tests__", "terraform", file), "utf8");
    expect(source).toContain(`it("${test}", `);
  });
});
