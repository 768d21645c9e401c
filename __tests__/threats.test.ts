import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const PAGE = "docs/adr/0005-who-can-do-what-to-a-deployment.md";
const SECTION = /^## What each cannot do\n([\s\S]*?)^## /m;
const ROW = /^\| (.+?) +\| (.+?) +\| `([\w/-]+\.test\.ts)`: (.+?) +\|$/gm;

const [, section = ""] = SECTION.exec(readFileSync(PAGE, "utf8")) ?? [];
const lines = [...section.matchAll(ROW)].map(([, who = "", what = "", file = "", title = ""]) => ({
  ...{ who, what, file, title },
}));

describe(`what ${PAGE} says that nobody can do`, () => {
  it("has a test on each line", () => {
    expect(lines.length).toBeGreaterThan(30);
    expect(section.match(/^\| (?!who {2}|-)/gm)).toHaveLength(lines.length);
  });

  it.each(lines)("$who cannot $what", ({ file, title }) => {
    // A long title stands on a line of its own.
    const source = readFileSync(join("__tests__", file), "utf8").replace(/\(\s+"/g, '("');
    expect(source).toContain(`("${title}",`);
  });
});
