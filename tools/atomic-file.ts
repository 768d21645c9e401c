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

/**
 * Writes a file as a whole or not at all, and creates the folders that it is in. A file that exists
 * keeps its mode; of a symbolic link, the file that it leads to is written.
 */
export function writeFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const file = existsSync(path) ? realpathSync(path) : path;
  const mode = statSync(file, { throwIfNoEntry: false })?.mode;
  const temporary = `${file}.${process.pid}.tmp`;
  const descriptor = openSync(temporary, "wx", mode);
  try {
    try {
      writeFileSync(descriptor, text);
      if (mode !== undefined) fchmodSync(descriptor, mode); // The umask may have taken bits away.
      // Without it, a crash after the rename could leave an empty file.
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
