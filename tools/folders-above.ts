import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** A folder and those above it, the nearest first. */
export function* foldersFrom(folder: string): Generator<string> {
  yield folder;
  if (dirname(folder) !== folder) yield* foldersFrom(dirname(folder));
}

/** The nearest of them that contains a file, or nothing where none does. */
export function folderWith(file: string, from: string = process.cwd()): string | undefined {
  for (const folder of foldersFrom(from)) if (existsSync(join(folder, file))) return folder;
  return undefined;
}
