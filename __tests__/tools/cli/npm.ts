import { resolve } from "node:path";
import { type CommandResult, run } from "../../../tools/terraform/terraform-cli";

export const REPOSITORY = resolve(".");

/** Runs npm or npx as somebody in a terminal does, also when npm runs the tests. */
export function npm(
  program: "npm" | "npx",
  args: readonly string[],
  cwd: string,
): Promise<CommandResult> {
  const own = Object.entries(process.env).filter(([name]) => !/^(npm_|init_cwd$)/i.test(name));
  const env = { ...Object.fromEntries(own), NO_UPDATE_NOTIFIER: "1" };
  return run(program, args, { cwd, env });
}
