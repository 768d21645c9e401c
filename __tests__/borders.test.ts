import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findCircles, importGraph, type Sources } from "./borders/import-graph";
import { findForbiddenImports, type Rooms } from "./borders/rooms";

const CDKTF = ["cdktf", "constructs", "@cdktf/provider-aws/lib/*"];
const GROUND = ["ecr/", "references/", "problems/", "local-aws/"];
/** What all commands share: the files directly in `tools/`, and these folders. */
const SHARED = [
  "tools/",
  "tools/cli/",
  "tools/aws/",
  "tools/terraform/",
  "tools/cdktf/",
  "tools/cache/",
  "tools/deployment/",
  "tools/network/",
];
const OF_TOOLS = { imports: [...SHARED, ...GROUND], packages: ["*"] };

/** From the front doors to the ground floor: nothing imports what is above it. */
const ROOMS: Rooms = {
  "main.ts": { imports: ["stacks/", "constructs/", "ecr/"], packages: ["cdktf"] },
  "examples/": { imports: ["stacks/", "constructs/", "ecr/"], packages: ["cdktf"] },
  "stacks/": {
    imports: ["constructs/", "ecr/", "problems/"],
    packages: [...CDKTF, "node:path", "node:module", "node:url"], // to find the line of an app
  },
  "constructs/": { imports: ["ecr/", "problems/"], packages: CDKTF },
  "tools/main.ts": { ...OF_TOOLS, imports: [...OF_TOOLS.imports, "tools/*/"] },
  "tools/cli/": OF_TOOLS,
  "tools/aws/": OF_TOOLS,
  "tools/terraform/": OF_TOOLS,
  "tools/cdktf/": OF_TOOLS,
  "tools/cache/": OF_TOOLS,
  "tools/deployment/": OF_TOOLS,
  "tools/network/": OF_TOOLS,
  "tools/*/": OF_TOOLS, // a command, which imports no other command
  "tools/": OF_TOOLS,
  "references/": { imports: ["ecr/", "problems/"], packages: [] },
  "ecr/": { imports: ["problems/"], packages: ["fastest-levenshtein", "node:crypto"] },
  "problems/": { imports: [], packages: ["fastest-levenshtein"] },
  "local-aws/": { imports: [], packages: ["*"] },
  "__tests__/": {
    imports: [
      "main.ts",
      "examples/",
      "stacks/",
      "constructs/",
      "tools/*/",
      "tools/main.ts",
      ...OF_TOOLS.imports,
    ],
    packages: ["*"],
  },
  "vitest.config.mts": { imports: [], packages: ["vitest/config"] },
};

describe("the project", () => {
  const graph = importGraph(sourcesIn("."));

  it("is read whole", () => {
    expect([...graph.keys()]).toEqual(
      expect.arrayContaining(["main.ts", "tools/run-app.cjs", "vitest.config.mts"]),
    );
    expect(graph.size).toBeGreaterThan(300);
  });

  it("imports nothing across a border", () => {
    expect(findForbiddenImports(ROOMS, graph)).toEqual([]);
  });

  it("has no circle of imports, of types included", () => {
    expect(findCircles(graph).map((circle) => circle.join(" → "))).toEqual([]);
  });
});

/** What the test finds wrong in files of a project that would be fine without them. */
function crossed(sources: Sources): string[] {
  const others = { "ecr/region.ts": "", "stacks/one.ts": "", "tools/doctor/command.ts": "" };
  return findForbiddenImports(ROOMS, importGraph({ ...others, ...sources }));
}

describe("a border", () => {
  it.each([
    ["an import", 'import { One } from "../stacks/one";'],
    ["an import of types", 'import type { One } from "../stacks/one";'],
    ["an import for its effects", 'import "../stacks/one";'],
    ["an export", 'export { One } from "../stacks/one";'],
    ["an export of everything", 'export * from "../stacks/one";'],
    ["an import while it runs", 'const one = () => import("../stacks/one");'],
    ["an import in a template", "const one = () => import(`../stacks/one`);"],
    ["the type of an import", 'let one: typeof import("../stacks/one");'],
    ["a call of require", 'const { One } = require("../stacks/one");'],
    ["a require of TypeScript's own", 'import one = require("../stacks/one");'],
  ])("is guarded against %s", (_, source) => {
    expect(crossed({ "constructs/rule.ts": source })).toEqual([
      "constructs/rule.ts imports ../stacks/one; constructs/ may import ecr/, problems/",
    ]);
  });

  it.each(["constructs/rule.cjs", "constructs/rule.mts"])("is guarded in %s", (file) => {
    expect(crossed({ [file]: 'require("../stacks/one");' })).toEqual([
      `${file} imports ../stacks/one; constructs/ may import ecr/, problems/`,
    ]);
  });

  it("is not crossed by what a comment or a string says", () => {
    const source = '// import "../stacks/one";\nconst text = `import "../stacks/one";`;';
    expect(crossed({ "constructs/rule.ts": source })).toEqual([]);
  });

  it("keeps one command from another, and the ground that they share from all of them", () => {
    const source = 'import "../doctor/command";';
    const may = OF_TOOLS.imports.join(", ");
    expect(
      crossed({
        "tools/main.ts": 'import "./doctor/command";',
        "tools/doctor/run.ts": 'import "./command"; import "../aws/one";',
        "tools/aws/one.ts": "",
        "tools/warm/command.ts": source,
        "tools/cli/command.ts": source,
        "tools/one.ts": 'import "./doctor/command"; import "./main";',
      }),
    ).toEqual([
      `tools/warm/command.ts imports ../doctor/command; tools/warm/ may import ${may}`,
      `tools/cli/command.ts imports ../doctor/command; tools/cli/ may import ${may}`,
      `tools/one.ts imports ./doctor/command; tools/ may import ${may}`,
      `tools/one.ts imports ./main; tools/ may import ${may}`,
    ]);
  });

  it("keeps CDKTF and I/O out of the ground floor", () => {
    const source = 'import "cdktf"; import "node:fs"; import { createHash } from "node:crypto";';
    expect(crossed({ "ecr/role.ts": source, "problems/role.ts": 'import "node:fs";' })).toEqual([
      "ecr/role.ts imports cdktf; ecr/ may import fastest-levenshtein, node:crypto",
      "ecr/role.ts imports node:fs; ecr/ may import fastest-levenshtein, node:crypto",
      "problems/role.ts imports node:fs; problems/ may import fastest-levenshtein",
    ]);
  });

  it("keeps the barrel of the bindings out, which takes seconds to load", () => {
    expect(crossed({ "constructs/rule.ts": 'import { ecr } from "@cdktf/provider-aws";' })).toEqual(
      [
        "constructs/rule.ts imports @cdktf/provider-aws; constructs/ may import cdktf, constructs, @cdktf/provider-aws/lib/*",
      ],
    );
  });

  it("cannot be avoided by a folder that the table does not have", () => {
    expect(crossed({ "lib/one.ts": "" })).toEqual(["lib/one.ts is in no room of the table"]);
  });
});

describe("a circle", () => {
  const circles = (sources: Sources) => findCircles(importGraph(sources));

  it("is found, one of types included, and shown file by file", () => {
    expect(
      circles({
        "ecr/a.ts": 'import "./b";',
        "ecr/b.ts": 'import type { C } from "./c"; import "./d";',
        "ecr/c.ts": 'export type C = import("./b").B;',
        "ecr/d.ts": "",
      }),
    ).toEqual([["ecr/b.ts", "ecr/c.ts", "ecr/b.ts"]]);
  });

  it("can be a file that imports itself", () => {
    expect(circles({ "ecr/a.ts": 'import "./a";' })).toEqual([["ecr/a.ts", "ecr/a.ts"]]);
  });

  it("is none where two ways lead to one file", () => {
    const sources = { "a.ts": 'import "./b"; import "./c";', "b.ts": 'import "./c";', "c.ts": "" };
    expect(circles(sources)).toEqual([]);
  });
});

/** The project's own files of source, without what is installed or made. */
function sourcesIn(root: string): Sources {
  const folders = readdirSync(root).filter(
    (name) => !/^\.|^(node_modules|cdktf\.out|dist)$/.test(name),
  );
  const files = folders.flatMap((name) =>
    statSync(name).isDirectory()
      ? readdirSync(name, { recursive: true, encoding: "utf8" }).map((path) => join(name, path))
      : [name],
  );
  const isSource = (file: string) => /\.[cm]?[jt]s$/.test(file);
  return Object.fromEntries(
    files.filter(isSource).map((file) => [file, readFileSync(file, "utf8")]),
  );
}
