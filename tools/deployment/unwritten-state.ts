import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeFile } from "../atomic-file";
import { readStateObject, type StateBucket, writeStateObject } from "../aws/state-bucket";
import { type RequestLimits, withinLimits } from "../network/request-limits";
import type { SynthesizedStack } from "../terraform/synthesized-stack";
import type { Inspection } from "./inspection";
import { reasonOf, stateBucketOf } from "./state-reader";

/**
 * A state that Terraform could not write to where it belongs. Until it is there, Terraform does not know
 * what its last apply has made, and would make it again.
 */
export interface UnwrittenState {
  /** A file, or `s3://BUCKET/KEY`. */
  readonly place: string;
  readonly text: string;
  /** Removes it, because it is where it belongs now. */
  readonly discard: (limits: RequestLimits) => Promise<void>;
}

/** For one look at a bucket, in milliseconds. */
const TIMEOUT = 5_000;

/** Where Terraform puts a state that it could not write, in the folder in which it runs. */
const ERRORED = "errored.tfstate";

/** Whether a file of a stack's folder is such a state. */
export function isErrored(name: string): boolean {
  return name === ERRORED;
}

export function erroredFile({ folder }: Pick<SynthesizedStack, "folder">): string {
  return join(folder, ERRORED);
}

/** Where a state is kept that cannot be written to a bucket either: beside `cdktf.out`. */
function keptFile(root: string, stack: string): string {
  return join(root, `errored.${stack}.tfstate`);
}

/** Beside the state, so that who may write that one may write this one too. */
function keptObject(state: StateBucket): StateBucket {
  return { ...state, key: `${state.key}.errored` };
}

function describeObject({ bucket, key }: StateBucket): string {
  return `s3://${bucket}/${key}`;
}

/**
 * Looks for an unwritten state of a stack where Terraform leaves it, and where `keepState` does.
 *
 * @throws when the bucket cannot be read
 */
export async function findUnwrittenState(
  stack: SynthesizedStack,
  root: string,
  limits: RequestLimits,
): Promise<UnwrittenState | undefined> {
  const file = [erroredFile(stack), keptFile(root, stack.name)].find((one) => existsSync(one));
  if (file !== undefined) {
    const discard = async () => rmSync(file, { force: true });
    return { place: file, text: readFileSync(file, "utf8"), discard };
  }
  const state = stateBucketOf(stack);
  if (!state) return undefined;
  const kept = keptObject(state);
  const text = await readStateObject(kept, limits);
  // An apply may write to the folder of the state, and delete nothing there but its lock.
  const discard = (ending: RequestLimits) => writeStateObject(kept, "\n", ending);
  return text?.trim() ? { place: describeObject(kept), text, discard } : undefined;
}

/** Looks for the unwritten states of stacks: with one, nothing must be planned or deployed. */
export async function inspectUnwrittenStates(
  stacks: readonly SynthesizedStack[],
  root: string,
  signal = new AbortController().signal,
): Promise<Inspection> {
  const looks = stacks.map(async (stack): Promise<Inspection> => {
    try {
      const state = await withinLimits({ signal, timeout: TIMEOUT }, "S3", (ending) =>
        findUnwrittenState(stack, root, { signal: ending, timeout: TIMEOUT }),
      );
      return { refusals: state ? [refuseUnwritten(stack, state.place)] : [], warnings: [] };
    } catch (error) {
      signal.throwIfAborted();
      // Terraform cannot read the state there either.
      const warning = `${stack.name}: whether an earlier apply could not write its state was not looked at: ${reasonOf(error)}`;
      return { refusals: [], warnings: [warning] };
    }
  });
  const found = await Promise.all(looks);
  return {
    refusals: found.flatMap(({ refusals }) => refusals),
    warnings: found.flatMap(({ warnings }) => warnings),
  };
}

/**
 * Keeps an unwritten state where it survives the machine: in the bucket of the state, else in a file
 * beside `cdktf.out` that only this user can read.
 *
 * @returns where it is now, and why not in the bucket
 */
export async function keepState(
  stack: SynthesizedStack,
  root: string,
  limits: RequestLimits,
): Promise<{ readonly place: string; readonly why?: string }> {
  const left = erroredFile(stack);
  const text = readFileSync(left, "utf8");
  const state = stateBucketOf(stack);
  let why: string | undefined;
  if (state) {
    const kept = keptObject(state);
    try {
      await writeStateObject(kept, text, limits);
      rmSync(left);
      return { place: describeObject(kept) };
    } catch (error) {
      why = `${describeObject(kept)}: ${reasonOf(error)}`;
    }
  }
  const file = keptFile(root, stack.name);
  writeFile(file, text, { newMode: 0o600 });
  rmSync(left);
  return { place: file, ...(why !== undefined && { why }) };
}

/** Takes unwritten states out of the stacks' folders, which are written anew by each synthesis. */
export function saveFromSynthesis(outdir: string, root: string): void {
  const stacks = join(outdir, "stacks");
  for (const name of existsSync(stacks) ? readdirSync(stacks) : []) {
    const left = join(stacks, name, ERRORED);
    if (!existsSync(left) || existsSync(keptFile(root, name))) continue;
    writeFile(keptFile(root, name), readFileSync(left, "utf8"), { newMode: 0o600 });
    rmSync(left);
  }
}

/** Says why nothing is planned or applied, and the ways on. */
export function refuseUnwritten({ name, folder }: SynthesizedStack, place: string): string {
  const isObject = place.startsWith("s3://");
  const file = isObject ? `errored.${name}.tfstate` : place;
  return [
    `The last apply of ${name} could not write its state, which is kept in ${place}. Until it is where it belongs, Terraform does not know what that apply made, and would make it again. Ways on:`,
    `  apply ${name} again with the pipeline (re-run its job, or ecr-cache pipeline apply ${name} --reviewed …): it writes this state first`,
    "  by hand, with the rights to write the state:",
    ...(isObject ? [`    aws s3 cp ${place} ${file}`] : []),
    `    terraform -chdir=${folder} init`,
    `    terraform -chdir=${folder} state push ${isObject ? `"$PWD/${file}"` : file}`,
    `    rm ${file}${isObject ? ` && aws s3 rm ${place}` : ""}`,
  ].join("\n");
}
