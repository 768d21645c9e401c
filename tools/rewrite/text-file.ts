import { readFileSync, statSync } from "node:fs";

const LARGEST = 10 * 1024 * 1024;
const UTF_8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The text of a file, with its byte order mark; nothing where it is binary, or too large. */
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
