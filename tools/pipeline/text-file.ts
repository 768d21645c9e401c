import { existsSync, readFileSync } from "node:fs";
import { invocation } from "../cli/invocation";
import { UserError } from "../cli/user-error";

/**
 * Reads what another step wrote.
 *
 * @param step the one that writes such a file, with its options
 * @throws UserError when the file is missing or empty
 */
export function readText(file: string, step: string, env: NodeJS.ProcessEnv): string {
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  if (text.trim() !== "") return text;
  throw new UserError(
    `${file} is missing or empty.\n  fix: write it with ${invocation(env)} pipeline ${step}`,
  );
}
