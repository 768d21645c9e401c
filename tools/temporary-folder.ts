import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { writeFile } from "./atomic-file";
import { UserError } from "./cli/user-error";
import {
  identifyProcess,
  isRunning,
  type ProcessIdentity,
  processIdentity,
} from "./running-process";

const folders = new Set<string>();

/** In each folder: the processes that use it. */
const OWNERS = ".owners.json";

const ownersForm = z.array(processIdentity);

export interface TemporaryFolder {
  readonly folder: string;
  readonly remove: () => void;
}

/**
 * Creates a folder that only this user can read. `remove` deletes it, and so does the end of the
 * process. What a process left behind that was killed is deleted by the next one that asks for a folder.
 *
 * @param purpose the beginning of the folder's name
 */
export function temporaryFolder(purpose: string): TemporaryFolder {
  removeAbandoned();
  const folder = newFolder(purpose);
  addOwner(folder, process.pid);
  if (folders.size === 0) process.once("exit", removeAll);
  folders.add(folder);
  const remove = () => {
    removeFolder(folder);
    folders.delete(folder);
    if (folders.size === 0) process.off("exit", removeAll);
  };
  return { folder, remove };
}

/** All of this user's: what other programs have in the folder above is not looked at. */
function parent(): string {
  return join(tmpdir(), `ecr-cache-${process.getuid?.() ?? "user"}`);
}

function newFolder(purpose: string): string {
  for (;;) {
    mkdirSync(parent(), { recursive: true, mode: 0o700 });
    if (!isPrivate(parent())) {
      throw new UserError(
        `${parent()} is not a folder that only this user can read and write, so that nothing secret is put there.\n  fix: remove it, or set TMPDIR to a folder of your own`,
      );
    }
    try {
      return mkdtempSync(join(parent(), `${purpose}-`));
    } catch (error) {
      // Another process has just removed its own folder, and the empty one above.
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
}

function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  try {
    rmdirSync(parent());
  } catch {
    // Others have theirs in it.
  }
}

/** Runs something with a temporary folder, and deletes the folder afterwards in any case. */
export async function withTemporaryFolder<T>(
  purpose: string,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const { folder, remove } = temporaryFolder(purpose);
  try {
    return await use(folder);
  } finally {
    remove();
  }
}

/** Keeps a folder for another process, such as a child that outlives this one. */
export function addOwner(folder: string, pid: number): void {
  const added = identifyProcess(pid);
  if (!added) return;
  const known = ownersOf(folder).filter(isRunning);
  writeFile(join(folder, OWNERS), JSON.stringify([...known, added]), { outlives: "process" });
}

function removeAll(): void {
  for (const folder of folders) {
    const isUsed = ownersOf(folder).some((owner) => owner.pid !== process.pid && isRunning(owner));
    if (!isUsed) removeFolder(folder);
  }
}

function removeAbandoned(): void {
  if (!isPrivate(parent())) return;
  for (const name of readdirSync(parent())) {
    const folder = join(parent(), name);
    const owners = ownersOf(folder);
    // None yet: it was made this very moment.
    if (owners.length > 0 && !owners.some(isRunning)) removeFolder(folder);
  }
}

function isPrivate(folder: string): boolean {
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  if (!stats?.isDirectory()) return false;
  // On Windows, each user has a folder for temporary files anyway.
  if (!process.getuid) return true;
  return stats.uid === process.getuid() && (stats.mode & 0o77) === 0;
}

function ownersOf(folder: string): ProcessIdentity[] {
  try {
    return ownersForm.parse(JSON.parse(readFileSync(join(folder, OWNERS), "utf8")));
  } catch {
    return [];
  }
}
