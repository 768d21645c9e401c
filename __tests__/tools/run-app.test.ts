import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { synthesizeApp } from "../../tools/terraform/synthesize-app";

function outdir(): string {
  return join(mkdtempSync(join(tmpdir(), "run-app-")), "cdktf.out");
}

function appOf(source: string): string {
  const file = join(mkdtempSync(join(tmpdir(), "run-app-")), "app.ts");
  writeFileSync(file, source);
  return file;
}

describe("an app", () => {
  it("may have assets that CDKTF packs, although the packer is only loaded for them", async () => {
    const folder = outdir();
    const { code, stderr } = await synthesizeApp("__tests__/fixtures/asset-app.ts", folder);
    expect(stderr).toBe("");
    expect(code).toBe(0);
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
    expect(files.filter((file) => file.endsWith("archive.zip"))).toHaveLength(1);
  });

  it("that is not TypeScript is refused with the place of the mistake", async () => {
    const { code, stderr } = await synthesizeApp(appOf("const a: = 1;"), outdir());
    expect(stderr).toContain("app.ts:1:9");
    expect(code).toBe(1);
  });

  it("that fails shows the line of the source, not of what it was turned into", async () => {
    const source = "interface Unused {}\n\nthrow new Error('on line three');\n";
    const { code, stderr } = await synthesizeApp(appOf(source), outdir());
    expect(stderr).toMatch(/app\.ts:3/);
    expect(code).toBe(1);
  });
});
