import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findProject, RUN_APP, synthesizeApp } from "../../tools/cdktf/project";
import { run } from "../../tools/terraform/terraform-cli";
import { folderWith } from "./files";

function outdir(): string {
  return join(mkdtempSync(join(tmpdir(), "run-app-")), "cdktf.out");
}

function appOf(source: string): string {
  const file = join(mkdtempSync(join(tmpdir(), "run-app-")), "app.ts");
  writeFileSync(file, source);
  return file;
}

const synthesize = (app: string, folder: string) => synthesizeApp(findProject(app), folder);

describe("an app", () => {
  it("may have assets that CDKTF packs, although the packer is only loaded for them", async () => {
    const folder = outdir();
    const { code, stderr } = await synthesize("__tests__/fixtures/asset-app.ts", folder);
    expect(stderr).toBe("");
    expect(code).toBe(0);
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
    expect(files.filter((file) => file.endsWith("archive.zip"))).toHaveLength(1);
  });

  it.each(["18.20.8", "20.8.1"])("is not run by Node %s, which is too old", async (version) => {
    const preload = join(mkdtempSync(join(tmpdir(), "run-app-")), "node-version.cjs");
    writeFileSync(
      preload,
      `Object.defineProperty(process.versions, "node", { value: "${version}" });`,
    );
    const { code, stderr } = await run(
      process.execPath,
      ["--require", preload, RUN_APP, "main.ts"],
      {},
    );
    expect(stderr).toBe(
      `This is Node ${version}, which is too old.\n  allowed: >=20.9\n` +
        "  fix: install a newer one from https://nodejs.org\n",
    );
    expect(code).toBe(2);
  });

  it("that is not TypeScript is refused with the place of the mistake", async () => {
    const { code, stderr } = await synthesize(appOf("const a: = 1;"), outdir());
    expect(stderr).toContain("app.ts:1:9");
    expect(code).toBe(1);
  });

  it("that fails in a file of a folder shows where that is", async () => {
    const source = 'export function fail() {\n  throw new Error("deep");\n}\n';
    const app = 'import { fail } from "./lib/fail";\nfail();\n';
    const folder = folderWith({ "a/b/lib/fail.ts": source, "a/b/app.ts": app });
    const { stderr } = await synthesize(join(folder, "a/b/app.ts"), outdir());
    expect(stderr).toContain(`(${join(folder, "a/b/lib/fail.ts")}:2:9)`);
  });

  it("that fails shows the line of the source, not of what it was turned into", async () => {
    const source = "interface Unused {}\n\nthrow new Error('on line three');\n";
    const { code, stderr } = await synthesize(appOf(source), outdir());
    expect(stderr).toMatch(/app\.ts:3/);
    expect(code).toBe(1);
  });
});
