import { join } from "node:path";
import { synthesizedStacks } from "../cdktf/synthesized-stacks";
import type { SynthesizedStack } from "../terraform/synthesized-stack";
import type { Context } from "./context";

/**
 * Synthesizes the project's app into its `cdktf.out`.
 *
 * @param names the names of the stacks; an empty list means all
 * @returns the stacks, in the order in which they have to be applied
 */
export function stacksOf(
  names: readonly string[],
  { project: find, env, synthesize, interruption, terminal }: Context,
): Promise<SynthesizedStack[]> {
  const project = find();
  const outdir = join(project.root, "cdktf.out");
  const { signal } = interruption;
  const warn = (text: string) => terminal.warn(text);
  return synthesizedStacks(project, { names, outdir, env, signal, warn, synthesize });
}
