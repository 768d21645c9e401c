import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeFile } from "../atomic-file";
import { UserError } from "../cli/user-error";
import { reasonOf } from "../deployment/state-reader";
import {
  erroredFile,
  findUnwrittenState,
  inspectUnwrittenStates,
  keepState,
  refuseUnwritten,
} from "../deployment/unwritten-state";
import type { SynthesizedStack } from "../terraform/synthesized-stack";
import type { Context } from "./context";
import type { SavedPlan, StackTerraform } from "./stack-terraform";

/** How long to wait before each further attempt to write a state, in milliseconds. */
const PAUSES: readonly number[] = [5_000, 15_000, 30_000, 60_000];

/** For one look at a bucket, or one attempt to write to it, in milliseconds. */
const TIMEOUT = 10_000;

/** An apply whose state could not be written at first: what is left of its plan can be applied now. */
export class WrittenLate extends UserError {}

/**
 * Refuses to go on where the state of a stack could not be written by an earlier run.
 *
 * @throws UserError with where that state is, and the ways on
 */
export async function refuseUnwrittenStates(
  stacks: readonly SynthesizedStack[],
  context: Context,
): Promise<void> {
  const { interruption, project, terminal } = context;
  const { root } = project();
  const found = await inspectUnwrittenStates(stacks, root, interruption.signal);
  for (const warning of found.warnings) terminal.warn(`warning: ${warning}`);
  if (found.refusals.length > 0) throw new UserError(found.refusals.join("\n\n"));
}

/**
 * Writes the state that an earlier run could not write, if there is one.
 *
 * @param terraform which is initialized
 * @throws UserError when it still cannot be written; it is kept
 */
export async function writeUnwrittenState(
  terraform: StackTerraform,
  context: Context,
): Promise<void> {
  const { stack, folder } = terraform;
  const { interruption, project, terminal } = context;
  const limits = { signal: interruption.signal, timeout: TIMEOUT };
  const state = await findUnwrittenState(stack, project().root, limits).catch((error: unknown) => {
    interruption.signal.throwIfAborted();
    throw new UserError(
      `${stack.name}: the bucket of the state cannot be read: ${reasonOf(error)}`,
    );
  });
  if (!state) return;
  const file = join(folder, `${stack.name}.tfstate`);
  writeFile(file, state.text, { newMode: 0o600 });
  await terraform.pushState(file).catch(({ message }: Error) => {
    throw new UserError(`${refuseUnwritten(stack, state.place)}\n\n${message}`);
  });
  await state.discard(limits);
  terminal.print(`${stack.name}: wrote the state that an earlier apply could not write.`);
}

/**
 * Applies a plan. Where Terraform cannot write the state, that is tried again, and the state is kept
 * where it survives this machine if it is to no avail: nothing of what was made is forgotten.
 *
 * @throws WrittenLate when the state was written at last
 */
export async function applyAndKeepState(
  terraform: StackTerraform,
  plan: SavedPlan,
  context: Context,
): Promise<void> {
  // As one piece of work: after an interrupted apply, a state that could not be written is kept, too.
  await context.interruption.letFinish(async () => {
    try {
      await terraform.apply(plan);
    } catch (error) {
      if (!existsSync(erroredFile(terraform.stack))) throw error;
      await writeOrKeep(terraform, (error as Error).message, context);
    }
  });
}

async function writeOrKeep(
  terraform: StackTerraform,
  said: string,
  context: Context,
): Promise<never> {
  const { stack } = terraform;
  const { env, interruption, project, terminal } = context;
  terminal.print(`${stack.name}: the state could not be written. It is written again now.`);
  if (await isWrittenLate(terraform, context)) {
    rmSync(erroredFile(stack));
    terminal.print(`${stack.name}: the state is written.`);
    throw new WrittenLate(said);
  }
  // Not the signal of the interruption: it may be what brought this about.
  const limits = { signal: new AbortController().signal, timeout: TIMEOUT };
  const { place, why } = await keepState(stack, project().root, limits);
  const isThrownAway = (env["GITHUB_ACTIONS"] || env["GITLAB_CI"]) && !place.startsWith("s3://");
  const text = [
    refuseUnwritten(stack, place),
    ...(why === undefined ? [] : [`It could not be kept in ${why}`]),
    ...(isThrownAway
      ? [
          `The file is lost with this runner. What the apply made is then found in AWS: ecr-cache import ${stack.name}`,
        ]
      : []),
  ].join("\n");
  // An interrupted command says nothing but that.
  if (interruption.signal.aborted) terminal.warn(text);
  throw new UserError(`${said}\n\n${text}`);
}

/** Tries again for about two minutes, and once where somebody interrupts. */
async function isWrittenLate(
  terraform: StackTerraform,
  { interruption, pause }: Context,
): Promise<boolean> {
  for (const milliseconds of [...PAUSES, undefined]) {
    try {
      await terraform.pushState(erroredFile(terraform.stack));
      return true;
    } catch {
      if (milliseconds === undefined || interruption.signal.aborted) return false;
      await pause(milliseconds).catch(() => {});
    }
  }
  return false;
}
