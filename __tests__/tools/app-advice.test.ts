import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { RUN_APP } from "../../tools/cdktf/project";
import { run } from "../../tools/terraform/terraform-cli";

// In the repository, where packages are found, and ignored by git.
const CACHE = join("node_modules", ".cache");
mkdirSync(CACHE, { recursive: true });
const folder = mkdtempSync(join(CACHE, "app-"));
mkdirSync(join(folder, "apps"));
afterAll(() => rmSync(folder, { recursive: true }));

/** From the folder `apps` to the repository. */
const UP = relative(join(folder, "apps"), "");
const FILE = join(folder, "apps", "app.ts");
const IMPORTS = `import { App } from "cdktf";
import { PullThroughCacheStack } from "${UP}/stacks/pull-through-cache-stack";
import { synthesize } from "${UP}/stacks/synthesize";
`;

/** Runs an app that is in a folder of its own, as `npm run synth` runs `main.ts`. */
async function runApp(source: string, env: NodeJS.ProcessEnv = {}) {
  writeFileSync(FILE, source);
  const outdir = join(mkdtempSync(join(tmpdir(), "app-")), "cdktf.out");
  const options = { env: { ...process.env, CDKTF_OUTDIR: outdir, ...env } };
  return run(process.execPath, [RUN_APP, FILE], options);
}

describe("an app without an import", () => {
  it.each([
    ["quay", "ecr/catalogue", "quay();"],
    ["upstream", "ecr/upstream-by-host", 'upstream("quay.io");'],
    ["PipelineAccessStack", "stacks/pipeline-access-stack", "new PipelineAccessStack();"],
    ["ImageScanning", "constructs/image-scanning", "new ImageScanning();"],
  ])("of %s says which line to write, and where", async (name, module, line) => {
    const { code, stderr } = await runApp(`${IMPORTS}\nconst app = new App();\n${line}\n`);
    expect(stderr).toBe(
      `${FILE}:6: ${name} is not defined.\n  fix: write this line at the top of ${FILE}\n\n    import { ${name} } from "${UP}/${module}";\n\n`,
    );
    expect(code).toBe(1);
  });

  it("of something of CDKTF's imports it from there", async () => {
    const { stderr } = await runApp("const app = new App();");
    expect(stderr).toContain('    import { App } from "cdktf";\n');
  });

  it("of what nobody here exports fails as it does anywhere", async () => {
    const { code, stderr } = await runApp("noSuchThing();");
    expect(stderr).toContain("ReferenceError: noSuchThing is not defined");
    expect(code).toBe(1);
  });
});

describe("an app that was moved to another folder", () => {
  it("says what to write in place of each import that is not found", async () => {
    const moved = ["../ecr/catalogue", "../stacks/synthesize", "../elsewhere"];
    const { code, stderr } = await runApp(moved.map((path) => `import "${path}";`).join("\n"));
    expect(stderr).toContain(`Could not resolve "../elsewhere"`);
    expect(stderr.split("\n").filter((line) => line.startsWith("In "))).toEqual([
      `In ${FILE}, write "${UP}/ecr/catalogue" in place of "../ecr/catalogue".`,
      `In ${FILE}, write "${UP}/stacks/synthesize" in place of "../stacks/synthesize".`,
    ]);
    expect(code).toBe(1);
  });
});

describe("an app that does not end with synthesize(app)", () => {
  const NOTHING = `${FILE} wrote nothing: it ends without synthesize(app).\n  fix: write these lines at the top and at the end of ${FILE}\n\n    import { synthesize } from "${UP}/stacks/synthesize";\n\n    synthesize(app);\n\n`;
  const STACK = `new PullThroughCacheStack(app, "cache", { region: "eu-west-1" });`;

  it.each([
    ["with a stack", `const app = new App();\n${STACK}`],
    ["without a stack", "new App();"],
    ["without an app", "export {};"],
  ])("%s says that it wrote nothing", async (_, source) => {
    const { code, stderr } = await runApp(`${IMPORTS}${source}`);
    expect(stderr).toBe(NOTHING);
    expect(code).toBe(1);
  });

  it("says so to cdktf too, and nothing of values that Terraform would need", async () => {
    const { stderr } = await runApp(`${IMPORTS}new App();`, { CDKTF_CONTEXT_JSON: "{}" });
    expect(stderr).toBe(NOTHING);
  });

  it("may call CDKTF's own synth", async () => {
    const { code, stderr } = await runApp(`${IMPORTS}const app = new App();\n${STACK}app.synth();`);
    expect(stderr).toBe("");
    expect(code).toBe(0);
  });
});

describe("a problem", () => {
  it("shows the line of the app, in a file that it imports too, and so does a warning", async () => {
    writeFileSync(
      join(folder, "apps", "caches.ts"),
      `import { ImageScanning } from "${UP}/constructs/image-scanning";
import { PullThroughCacheStack } from "${UP}/stacks/pull-through-cache-stack";

export function cacheIn(app: any, region: string) {
  return new PullThroughCacheStack(app, region, { region });
}

export class Scanned extends PullThroughCacheStack {
  constructor(app: any) {
    super(app, "scanned", { region: "eu-west-1" });
    new ImageScanning(this, "more", { type: "BASIC", repositories: ["Upper"] });
  }
}
`,
    );
    const { stderr } = await runApp(`import { cacheIn, Scanned } from "./caches";
${IMPORTS}
const app = new App();
new Scanned(app);
cacheIn(app, "Ireland");
synthesize(app);`);
    const places = stderr.split("\n").filter((line) => /^(\[| {2}at)/.test(line));
    expect(places).toEqual([
      '[scanned/more] scanning.repositories[0] = "Upper"',
      `  at: ${join(folder, "apps", "caches.ts")}:11`,
      '[Ireland] region = "Ireland"',
      `  at: ${join(folder, "apps", "caches.ts")}:5`,
    ]);
    const warned = await runApp(`import { cacheIn } from "./caches";
${IMPORTS}
const app = new App();
cacheIn(app, "eu-west-9");
synthesize(app);`);
    expect(warned.stderr).toMatch(/^warning: \[eu-west-9\] region = "eu-west-9"\n/);
    expect(warned.stderr).toContain(`\n  at: ${join(folder, "apps", "caches.ts")}:5\n`);
  });
});

describe("a trace", () => {
  it("names the file of the app, and the file of the repository, from another folder", async () => {
    const source = `import { checkRegion } from "${UP}/ecr/region";
interface Unused {}

checkRegion({ toString() { throw new Error("on line four"); } } as any);
`;
    const { stderr } = await runApp(source);
    expect(stderr).toContain(`(${join(process.cwd(), FILE)}:4:`);
    expect(stderr).toContain(`(${join(process.cwd(), "ecr", "region.ts")}:`);
  });

  it("of the command names its own files", async () => {
    const preload = join(folder, "broken.cjs");
    writeFileSync(preload, 'process.chdir = () => { throw new Error("broken"); };');
    const args = ["--require", join(process.cwd(), preload), "tools/ecr-cache.cjs", "--version"];
    const { stderr } = await run(process.execPath, args, {
      env: { ...process.env, INIT_CWD: "/", npm_command: "run", npm_lifecycle_script: "ecr-cache" },
    });
    expect(stderr).toContain(`${join(process.cwd(), "tools", "main.ts")}:`);
  });
});
