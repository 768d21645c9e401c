import { checkKnownName } from "../../problems/suggestion";
import { UsageError } from "../cli/usage-error";
import { UserError } from "../cli/user-error";
import { readSynthesizedStacks, type SynthesizedStack } from "../terraform/synthesized-stack";
import { type Project, synthesizeApp } from "./project";

export interface SynthesisOptions {
  /** The stacks that are wanted; none means all. */
  readonly names?: readonly string[];
  /** Where CDKTF writes to. */
  readonly outdir: string;
  /** @default - that of this process */
  readonly env?: NodeJS.ProcessEnv;
  /** Ends the app when somebody interrupts the command. */
  readonly signal?: AbortSignal | undefined;
  /** Told what the app says though it synthesizes. */
  readonly warn?: (text: string) => void;
  /** @default - the app is run */
  readonly synthesize?: typeof synthesizeApp;
}

/**
 * Synthesizes an app, and picks the stacks that were asked for, in the order in which they are to be
 * applied.
 *
 * @throws UserError when the app does not synthesize, with what it said
 * @throws UsageError when it has no stack of a name
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
