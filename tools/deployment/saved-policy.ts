import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeFile } from "../atomic-file";

/**
 * Saves a registry's policy beside `main.ts`, for `mergeWith`. A file that says something else is left
 * alone: somebody may have changed it on purpose.
 *
 * @returns the name of the file
 */
export function savePolicy(policy: string, stack: string, root: string): string {
  const text = `${formatted(policy)}\n`;
  const names = [`registry-policy.${stack}.json`, `registry-policy.${stack}.new.json`] as const;
  const name = names.find((one) => isFree(join(root, one), text)) ?? names[1];
  writeFile(join(root, name), text);
  return name;
}

function isFree(file: string, text: string): boolean {
  return !existsSync(file) || readFileSync(file, "utf8") === text;
}

function formatted(policy: string): string {
  try {
    return JSON.stringify(JSON.parse(policy), null, 2);
  } catch {
    return policy;
  }
}
