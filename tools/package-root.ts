import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { name } from "../package.json";

/**
 * The folder of this package: the repository, or where npm has installed it. How far above the code it
 * is differs between a file of its own, the repository's bundle and that of the package.
 */
export function packageRoot(folder: string = __dirname): string {
  const manifest = join(folder, "package.json");
  if (existsSync(manifest) && JSON.parse(readFileSync(manifest, "utf8")).name === name) {
    return folder;
  }
  if (dirname(folder) !== folder) return packageRoot(dirname(folder));
  throw new Error(`There is no package.json of ${name} above ${__dirname}.`);
}
