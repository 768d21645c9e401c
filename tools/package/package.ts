import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { SCHEMA_FILE, settingsJsonSchema } from "../cache/settings-schema";
import { packageRoot } from "../package-root";
import { bundleCommand } from "./command-bundle";
import { compileLibrary } from "./library";
import { manifest } from "./manifest";
import { thirdPartyLicenses } from "./third-party-licenses";

/**
 * Writes `ecr-pull-through-cache-<version>.tgz`, which works without this repository, and beside it the
 * folder `package` with what is in it.
 *
 * @returns the file
 */
export async function makePackage(destination: string): Promise<string> {
  const root = packageRoot();
  const folder = join(destination, "package");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });

  const bundled = [
    ...(await bundleCommand(join(folder, "command"))),
    ...(await compileLibrary(join(folder, "library"))),
  ];
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write("package.json", `${JSON.stringify(manifest(process.env), null, 2)}\n`);
  write(SCHEMA_FILE, settingsJsonSchema());
  write("THIRD_PARTY_LICENSES", thirdPartyLicenses(bundled));
  copyFileSync(join(root, "LICENSE"), join(folder, "LICENSE"));
  copyFileSync(join(root, "tools", "package", "README.md"), join(folder, "README.md"));
  mkdirSync(join(folder, "docs"));
  for (const page of readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md"))) {
    const text = readFileSync(join(root, "docs", page), "utf8");
    write(join("docs", page), withoutLinksToSource(text));
  }

  const args = ["pack", "--pack-destination", resolve(destination), "--silent"];
  return join(destination, execFileSync("npm", args, { cwd: folder, encoding: "utf8" }).trim());
}

/** The pages to which the command sends people link to source code and records, which are not along. */
function withoutLinksToSource(text: string): string {
  return text.replace(/\[([^\]]*)\]\((?!https?:|#|[\w-]+\.md)[^)]*\)/g, "$1");
}
