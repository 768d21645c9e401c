import { join } from "node:path";
import { UsageError } from "../cli/command-line";
import { readSynthesizedStacks, type SynthesizedStack } from "../terraform/synthesized-stack";
import { unknownStack } from "../terraform/unknown-stack";
import type { Context } from "./context";
import { Refusal } from "./refusal";

/**
 * Synthesizes an app into `cdktf.out` of the project's root.
 *
 * @param names the stacks that are wanted; none for all
 * @returns the stacks, in the order in which they are to be applied
 * @throws when the app does not synthesize, with what it said, or has no stack of a name
 */
export async function synthesizedStacks(
  app: string,
  names: readonly string[],
  { root, env, synthesize, warn }: Context,
): Promise<SynthesizedStack[]> {
  const outdir = join(root, "cdktf.out");
  const { code, stderr } = await synthesize(app, outdir, env);
  if (code !== 0) throw new Refusal(stderr.trim());
  if (stderr.trim() !== "") warn(stderr.trim());
  const stacks = readSynthesizedStacks(outdir);
  const known = stacks.map(({ name }) => name);
  const wrong = unknownStack(app, names, known);
  if (wrong) throw new UsageError(wrong);
  return names.length === 0 ? stacks : stacks.filter(({ name }) => names.includes(name));
}
