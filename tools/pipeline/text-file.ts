import { existsSync, readFileSync } from "node:fs";
import { UserError } from "../cli/user-error";

/**
 * Reads what another command wrote.
 * @param command the one that writes such a file
 */
export function readText(file: string, command: string): string {
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  if (text.trim() !== "") return text;
  throw new UserError(`${file} is missing or empty: \`pipeline -- ${command}\` writes it.`);
}
