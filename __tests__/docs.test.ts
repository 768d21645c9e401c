import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import GithubSlugger from "github-slugger";
import { describe, expect, it } from "vitest";

const FOLDERS = [".", "docs", "docs/adr", "local-aws"];
const PAGES = FOLDERS.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name)),
);

/** A page without its examples of code, in which a bracket is no link and a hash no heading. */
function proseOf(page: string): string {
  return readFileSync(page, "utf8").replace(/^ *```[\s\S]*?^ *```/gm, "");
}

/** The places in a page that a link can lead to, named as GitHub names them. */
function anchorsOf(page: string): string[] {
  const slugger = new GithubSlugger();
  return [...proseOf(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    slugger.slug(heading.replace(/[`*_]/g, "")),
  );
}

describe.each(PAGES)("%s", (page) => {
  it("has links that lead somewhere", () => {
    const links = [...proseOf(page).matchAll(/\]\((?!https?:|mailto:)([^)\s]*)\)/g)];
    const broken = links.flatMap(([, link = ""]) => {
      const [path = "", anchor] = link.split("#");
      const target = path === "" ? page : join(dirname(page), path);
      if (!existsSync(target)) return [link];
      return anchor === undefined || anchorsOf(target).includes(anchor) ? [] : [link];
    });
    expect(broken).toEqual([]);
  });

  it("names no command of npm that is not there", () => {
    const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
    const text = readFileSync(page, "utf8");
    const named = [...text.matchAll(/npm run (?:--silent )?([a-z][a-z:-]*)/g)];
    expect(named.filter(([, name = ""]) => !(name in scripts)).map(([command]) => command)).toEqual(
      [],
    );
  });
});
