import { checkKnownName } from "../../problems/suggestion";
import { UsageError } from "../cli/usage-error";
import { UserError } from "../cli/user-error";
import { readSynthesizedStacks, type SynthesizedStack } from "../terraform/synthesized-stack";
import { type Project, synthesizeApp } from "./project";

export interface SynthesisOptions {
  /** The names of the stacks; an empty list means all. */
  readonly names?: readonly string[];
  /** The folder that CDKTF writes to. */
  readonly outdir: string;
  /** @default - that of this process */
  readonly env?: NodeJS.ProcessEnv;
  /** Stops the app when the command is interrupted. */
  readonly signal?: AbortSignal | undefined;
  /** Receives what an app writes to standard error although it synthesizes. */
  readonly warn?: (text: string) => void;
  /** @default - the app is run */
  readonly synthesize?: typeof synthesizeApp;
}

/**
 * Synthesizes an app, and returns the chosen stacks in the order in which they have to be applied.
 *
 * @throws UserError when the app does not synthesize, with its output
 * @throws UsageError when the app has no stack with one of the names
 */
export async function synthesizedStacks(
  project: Project,
  { names = [], outdir, env, signal, warn, synthesize = synthesizeApp }: SynthesisOptions,
): Promise<SynthesizedStack[]> {
  const { code, stdout, stderr } = await synthesize(project, outdir, env, signal);
  const said = stderr.trim();
  if (code !== 0)
    throw new UserError(said || stdout.trim() || `${project.app.name} ended with ${code}.`);
  if (said !== "") warn?.(said);
  const stacks = readSynthesizedStacks(outdir);
  const known = stacks.map(({ name }) => name);
  for (const name of names) refuseUnknown(name, known, project.app.name);
  return names.length > 0 ? stacks.filter(({ name }) => names.includes(name)) : stacks;
}

function refuseUnknown(name: string, known: readonly string[], app: string): void {
  const problem = checkKnownName(name, known);
  if (!problem) return;
  const { given, allowed, fix } = problem;
  throw new UsageError(`${app} has no stack ${given}.\n  allowed: ${allowed}\n  fix: ${fix}`);
}
