import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";

/** The text of every file in a folder, those inside of saved plans, which are archives, too. */
export function writtenFiles(folder: string): [name: string, text: string][] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry): [string, string][] => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return writtenFiles(path);
    if (!entry.isFile()) return [];
    if (!entry.name.endsWith(".tfplan")) return [[entry.name, readFileSync(path, "latin1")]];
    const members = Object.entries(unzipSync(readFileSync(path)));
    return members.map(([member, bytes]) => [
      `${entry.name}: ${member}`,
      Buffer.from(bytes).toString("latin1"),
    ]);
  });
}
