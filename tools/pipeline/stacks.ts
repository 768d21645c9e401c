import { join } from "node:path";
import type { Project } from "../cdktf/project";
import { synthesizedStacks } from "../cdktf/synthesized-stacks";
import { UserError } from "../cli/user-error";
import { saveFromSynthesis } from "../deployment/unwritten-state";
import { readSynthesizedStacks, type SynthesizedStack } from "../terraform/synthesized-stack";
import type { Context } from "./context";

/**
 * Synthesizes the project's app into its `cdktf.out`.
 *
 * @param names the stacks that are wanted; none for all
 * @returns the stacks, in the order in which they are to be applied
 */
export function stacksOf(
  names: readonly string[],
  { project: find, env, synthesize, interruption, warn }: Context,
): Promise<SynthesizedStack[]> {
  const project = find();
  const outdir = outdirOf(project);
  saveFromSynthesis(outdir, project.root);
  const { signal } = interruption;
  return synthesizedStacks(project, { names, outdir, env, signal, warn, synthesize });
}

/**
 * Looks at what a deployment would take from others, or leave behind, before anything is planned.
 *
 * @param stacks those of `stacksOf`
 * @throws UserError where it would, with what is there and the ways on
 */
export async function refuseHarm(
  stacks: readonly SynthesizedStack[],
  { project: find, env, interruption, inspect, warn }: Context,
): Promise<void> {
  const project = find();
  const { refusals, warnings } = await inspect({
    stacks,
    all: readSynthesizedStacks(outdirOf(project)),
    root: project.root,
    env,
    signal: interruption.signal,
  });
  for (const warning of warnings) warn(`warning: ${warning}`);
  if (refusals.length > 0) throw new UserError(refusals.join("\n\n"));
}

/** What the app is synthesized to. */
export function outdirOf({ root }: Project): string {
  return join(root, "cdktf.out");
}
