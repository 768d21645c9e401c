import {
  closeSync,
  fchmodSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";

const LARGEST = 10 * 1024 * 1024;
const UTF_8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The text of a file, with its byte order mark; nothing where it is no text that a person wrote. */
export function readTextFile(path: string): string | undefined {
  if (statSync(path).size > LARGEST) return undefined;
  const bytes = readFileSync(path);
  if (bytes.subarray(0, 8192).includes(0)) return undefined;
  try {
    return UTF_8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Writes a file as a whole or not at all, with the mode that it has; of a link, what it leads to. */
export function replaceTextFile(path: string, text: string): void {
  const target = realpathSync(path);
  const { mode } = statSync(target);
  const beside = `${target}.${process.pid}.rewrite`;
  const file = openSync(beside, "wx", mode);
  try {
    try {
      writeFileSync(file, text);
      fchmodSync(file, mode);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(beside, target);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}
