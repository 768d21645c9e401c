import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folders = new Set<string>();

export interface TemporaryFolder {
  readonly folder: string;
  readonly remove: () => void;
}

/**
 * A folder that only this user can read. It is gone after `remove`, and also when the process is ended
 * by a signal that it hears.
 *
 * @param purpose the first words of the folder's name
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

/** Runs something with a temporary folder that is gone afterwards, whatever happens. */
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
