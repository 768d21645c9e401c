import { resolve } from "node:path";
import { synthesizeApp } from "../terraform/synthesize-app";
import { unknownStack } from "../terraform/unknown-stack";
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
  const { code, stderr } = await synthesizeApp(app, resolve(outdir));
  if (code !== 0) throw new Error(stderr.trim());
  const stacks = readStacks(resolve(outdir));
  const known = stacks.map(({ name }) => name);
  const wrong = unknownStack(app, names, known);
  if (wrong) throw new Error(wrong);
  const chosen = names.length > 0 ? stacks.filter(({ name }) => names.includes(name)) : stacks;
  if (print && chosen.length > 1) {
    throw new Error(
      `--print prints one stack; this app has ${known.join(", ")}. Name one of them.`,
    );
  }
  return chosen;
}
