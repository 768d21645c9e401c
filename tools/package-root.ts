import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { name } from "../package.json";
import { foldersFrom } from "./folders-above";

/**
 * The folder of this package: the repository, or the folder that npm installed it into. It is searched
 * for because the code runs from different depths: as a single file, bundled, or installed.
 */
export function packageRoot(): string {
  for (const folder of foldersFrom(__dirname)) {
    const manifest = join(folder, "package.json");
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, "utf8")).name === name) {
      return folder;
    }
  }
  throw new Error(`There is no package.json of ${name} above ${__dirname}.`);
}
