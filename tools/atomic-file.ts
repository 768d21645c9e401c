import {
  closeSync,
  existsSync,
  fchmodSync,
  fsyncSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";

export interface WriteOptions {
  /** The mode of a file that does not exist yet. @default - what the umask leaves of 0666 */
  readonly newMode?: number;
  /**
   * A file that says something about a process is of no use after the machine has crashed, and need not
   * be flushed to the disk. @default "machine"
   */
  readonly outlives?: "process" | "machine";
}

/**
 * Writes a file as a whole or not at all, and creates the folders that it is in. A file that exists
 * keeps its mode; of a symbolic link, the file that it leads to is written.
 */
export function writeFile(
  path: string,
  text: string,
  { newMode, outlives = "machine" }: WriteOptions = {},
): void {
  mkdirSync(dirname(path), { recursive: true });
  const file = existsSync(path) ? realpathSync(path) : path;
  const mode = statSync(file, { throwIfNoEntry: false })?.mode;
  const temporary = `${file}.${process.pid}.tmp`;
  removeFile(temporary);
  const descriptor = openSync(temporary, "wx", mode ?? newMode);
  try {
    try {
      writeFileSync(descriptor, text);
      if (mode !== undefined) fchmodSync(descriptor, mode); // The umask may have taken bits away.
      // Without it, a crash after the rename could leave an empty file.
      if (outlives === "machine") fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** In a container, an earlier process that was killed may have had the same id. */
function removeFile(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // It is no file: opening it says so.
  }
}
