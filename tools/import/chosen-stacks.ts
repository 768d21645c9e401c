import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { checkKnownName } from "../../ecr/known-names";
import { synthesizeApp } from "../terraform/synthesize-app";
import type { CommandLine } from "./command-line";
import { readStacks, type Stack } from "./stack";

/**
 * Synthesizes the app, and picks the stacks that were asked for.
 *
 * @param outdir where CDKTF writes to, and Terraform runs
 * @throws when there is no such app or stack, or the app does not synthesize
 */
export async function chosenStacks(options: CommandLine, outdir: string): Promise<Stack[]> {
  const { app, stacks: names, print } = options;
  if (!existsSync(app)) {
    throw new Error(`There is no app ${app}. --app takes a file such as main.ts.`);
  }
  const { code, stderr } = await synthesizeApp(app, resolve(outdir));
  if (code !== 0) throw new Error(stderr.trim());
  const stacks = readStacks(resolve(outdir));
  const known = stacks.map(({ name }) => name);
  for (const name of names) checkStack(app, name, known);
  const chosen = names.length > 0 ? stacks.filter(({ name }) => names.includes(name)) : stacks;
  if (print && chosen.length > 1) {
    throw new Error(
      `--print prints one stack; this app has ${known.join(", ")}. Name one of them.`,
    );
  }
  return chosen;
}

function checkStack(app: string, name: string, known: readonly string[]): void {
  const problem = checkKnownName(name, known);
  if (!problem) return;
  const { given, allowed, fix } = problem;
  throw new Error(`${app} has no stack ${given}.\nallowed: ${allowed}\nfix: ${fix}`);
}
