import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { checkKnownName } from "../../ecr/known-names";
import { synthesizeApp } from "./synthesize-app";
import { readSynthesizedStacks, type SynthesizedStack } from "./synthesized-stack";

/**
 * Synthesizes the app, and picks the stacks that were asked for.
 *
 * @param names the stacks; none means all
 * @param outdir where CDKTF writes to
 * @throws when there is no such app or stack, or the app does not synthesize
 */
export async function chosenStacks(
  app: string,
  names: readonly string[],
  outdir: string,
): Promise<SynthesizedStack[]> {
  if (!existsSync(app)) {
    throw new Error(`There is no app ${app}. --app takes a file such as main.ts.`);
  }
  const { code, stderr } = await synthesizeApp(app, resolve(outdir));
  if (code !== 0) throw new Error(stderr.trim());
  const stacks = readSynthesizedStacks(resolve(outdir));
  const known = stacks.map(({ name }) => name);
  for (const name of names) checkStack(app, name, known);
  return names.length > 0 ? stacks.filter(({ name }) => names.includes(name)) : stacks;
}

function checkStack(app: string, name: string, known: readonly string[]): void {
  const problem = checkKnownName(name, known);
  if (!problem) return;
  const { given, allowed, fix } = problem;
  throw new Error(`${app} has no stack ${given}.\nallowed: ${allowed}\nfix: ${fix}`);
}
