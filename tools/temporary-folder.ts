import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folders = new Set<string>();

export interface TemporaryFolder {
  readonly folder: string;
  readonly remove: () => void;
}

/**
 * Creates a folder that only this user can read. `remove` deletes it, and so does the end of the
 * process, unless the process is killed.
 *
 * @param purpose the beginning of the folder's name
 */
export function temporaryFolder(purpose: string): TemporaryFolder {
  const folder = mkdtempSync(join(tmpdir(), `${purpose}-`));
  chmodSync(folder, 0o700);
  if (folders.size === 0) process.once("exit", removeAll);
  folders.add(folder);
  const remove = () => {
    rmSync(folder, { recursive: true, force: true });
    folders.delete(folder);
    if (folders.size === 0) process.off("exit", removeAll);
  };
  return { folder, remove };
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

function removeAll(): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}
