import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import ignore, { type Ignore } from "ignore";
import { SETTINGS_FILE } from "../cache/settings-file";
import { UserError } from "../cli/user-error";
import { folderWith } from "../folders-above";

const SKIPPED = new Set([".git", "node_modules", "cdktf.out", ".terraform", SETTINGS_FILE]);

/** The rules of one .gitignore, for the folder that it is in. */
interface Rules {
  readonly folder: string;
  readonly ignored: Ignore;
}

/**
 * The files that paths name: files themselves, and the files in folders that Git does not ignore.
 *
 * @throws UserError when a path does not exist, or is neither file nor folder
 */
export function filesUnder(paths: readonly string[]): readonly string[] {
  const files = new Set<string>();
  for (const path of paths) {
    if (!existsSync(path)) throw new UserError(`${path}: there is no such file or folder`);
    const absolute = resolve(path);
    if (statSync(absolute).isDirectory()) addFolder(absolute, rulesAbove(absolute), files);
    else if (isFile(absolute)) files.add(absolute);
    else throw new UserError(`${path}: it is a device or a pipe, and no file that can be changed`);
  }
  return withoutLinks([...files]).sort(byName);
}

/** Leaves out links to files in the list: they would be changed twice, and the patch could not be applied. */
function withoutLinks(files: readonly string[]): string[] {
  const isLink = (file: string) => lstatSync(file).isSymbolicLink();
  const real = new Set(files.filter((file) => !isLink(file)).map((file) => realpathSync(file)));
  return files.filter((file) => !isLink(file) || !real.has(realpathSync(file)));
}

/** The path relative to the current folder, as Git writes it. */
export function shownPath(file: string): string {
  return relative("", file).split(sep).join("/");
}

function addFolder(folder: string, above: readonly Rules[], files: Set<string>): void {
  const rules = [...above, ...rulesIn(folder)];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    const isFolder = entry.isDirectory();
    if (SKIPPED.has(entry.name) || isIgnored(path, isFolder, rules)) continue;
    if (isFolder) addFolder(path, rules, files);
    else if (entry.isFile() || (entry.isSymbolicLink() && isFile(path))) files.add(path);
  }
}

/** Whether it is a file: a link may be dangling, or lead to a folder, which is not followed. */
function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** The innermost .gitignore with a matching rule decides. */
function isIgnored(path: string, isFolder: boolean, rules: readonly Rules[]): boolean {
  for (const { folder, ignored } of [...rules].reverse()) {
    const name = relative(folder, path).split(sep).join("/") + (isFolder ? "/" : "");
    const result = ignored.test(name);
    if (result.ignored || result.unignored) return result.ignored;
  }
  return false;
}

function rulesIn(folder: string): Rules[] {
  const file = join(folder, ".gitignore");
  return isFile(file) ? [{ folder, ignored: ignore().add(readFileSync(file, "utf8")) }] : [];
}

/** The rules of the folders above, from the root of the repository. */
function rulesAbove(folder: string): Rules[] {
  if (existsSync(join(folder, ".git")) || dirname(folder) === folder) return [];
  const parent = dirname(folder);
  const isInRepository = folderWith(".git", parent) !== undefined;
  return isInRepository ? [...rulesAbove(parent), ...rulesIn(parent)] : [];
}

function byName(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
