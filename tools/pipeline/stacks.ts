import { join } from "node:path";
import type { Project } from "../cdktf/project";
import { synthesizedStacks } from "../cdktf/synthesized-stacks";
import { UserError } from "../cli/user-error";
import { readSynthesizedStacks, type SynthesizedStack } from "../terraform/synthesized-stack";
import type { Context } from "./context";
import { emptyOutput, refuseStrayFiles } from "./stack-folder";

/**
 * Synthesizes the project's app into its `cdktf.out`.
 *
 * @param names the names of the stacks; an empty list means all
 * @returns the stacks, in the order in which they have to be applied
 * @throws UserError where Terraform would read more than was synthesized
 */
export async function stacksOf(
  names: readonly string[],
  { project: find, env, synthesize, interruption, terminal }: Context,
): Promise<SynthesizedStack[]> {
  const project = find();
  const outdir = outdirOf(project);
  const { signal } = interruption;
  const warn = (text: string) => terminal.warn(text);
  emptyOutput(outdir, env);
  const stacks = await synthesizedStacks(project, {
    ...{ names, outdir, env, signal, warn, synthesize },
  });
  refuseStrayFiles(stacks, env);
  return stacks;
}

/** All stacks of the project's app, as they were synthesized last. */
export function allStacks({ project: find }: Context): SynthesizedStack[] {
  return readSynthesizedStacks(outdirOf(find()));
}

/**
 * Looks at what a deployment would take from others, or leave behind, before anything is planned.
 *
 * @param stacks those of `stacksOf`
 * @throws UserError where it would, with what is there and the ways on
 */
export async function refuseHarm(
  stacks: readonly SynthesizedStack[],
  context: Context,
): Promise<void> {
  const { project: find, env, interruption, inspect, terminal } = context;
  const { refusals, warnings } = await inspect({
    stacks,
    all: allStacks(context),
    root: find().root,
    env,
    signal: interruption.signal,
  });
  for (const warning of warnings) terminal.warn(`warning: ${warning}`);
  if (refusals.length > 0) throw new UserError(refusals.join("\n\n"));
}

function outdirOf({ root }: Project): string {
  return join(root, "cdktf.out");
}
