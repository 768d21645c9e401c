import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isObject } from "../../problems/value-type";
import { keysBeside, readStateObject, type StateBucket } from "../aws/state-bucket";
import type { RequestLimits } from "../network/request-limits";
import { matchesStack } from "../terraform/stack-pattern";
import type { SynthesizedStack } from "../terraform/synthesized-stack";
import { type DeployedStack, parseState } from "./state-file";
import { stateBucketOf } from "./state-reader";

/** A state with caches in it whose stack is not in the app any more. */
export interface LeftoverState {
  /** The name of the stack, as the place of its state has it. */
  readonly stack: string;
  /** A file, or `s3://BUCKET/KEY`. */
  readonly place: string;
  readonly deployed: DeployedStack;
}

/** How many states of a bucket's folder are looked at: a folder belongs to one project. */
const MOST = 50;

/**
 * The states in a project's root that are named as those of the app's stacks, and are of none.
 *
 * @param all every stack of the app, wherever its state is: it may have been moved
 */
export function leftoverFiles(all: readonly SynthesizedStack[], root: string): LeftoverState[] {
  return readdirSync(root).flatMap((file) => {
    const [, stack] = /^terraform\.(.+)\.tfstate$/.exec(file) ?? [];
    return leftover(stack, file, all, () => readFileSync(join(root, file), "utf8"));
  });
}

/** The same in the folders of the buckets that the app's stacks keep their states in. */
export async function leftoverObjects(
  all: readonly SynthesizedStack[],
  limits: RequestLimits,
): Promise<LeftoverState[]> {
  const folders = all.flatMap((stack) => namedFolder(stack) ?? []);
  const each = new Map(folders.map((place) => [`${place.bucket}/${folderOf(place)}`, place]));
  const found = await Promise.all(
    [...each.values()].map((place) => leftoverIn(place, all, limits)),
  );
  return found.flat();
}

/** The place of a stack's state, where it is named after the stack as nobody chose another key. */
function namedFolder(stack: SynthesizedStack): StateBucket | undefined {
  const place = stateBucketOf(stack);
  // A state that is not in a folder has no neighbours of whom anything is known.
  return place?.key.endsWith(`/${stack.name}.tfstate`) ? place : undefined;
}

async function leftoverIn(
  place: StateBucket,
  all: readonly SynthesizedStack[],
  limits: RequestLimits,
): Promise<LeftoverState[]> {
  const folder = folderOf(place);
  const keys = (await keysBeside(place, limits)).filter((key) => {
    const name = stackIn(key, folder);
    return name !== undefined && isLeftover(name, all);
  });
  const found = keys.slice(0, MOST).map(async (key) => {
    const text = (await readStateObject({ ...place, key }, limits)) ?? "";
    return leftover(stackIn(key, folder), `s3://${place.bucket}/${key}`, all, () => text);
  });
  return (await Promise.all(found)).flat();
}

function folderOf({ key }: StateBucket): string {
  return key.slice(0, key.lastIndexOf("/") + 1);
}

function stackIn(key: string, folder: string): string | undefined {
  return /^(.+)\.tfstate$/.exec(key.slice(folder.length))?.[1];
}

function isLeftover(name: string, all: readonly SynthesizedStack[]): boolean {
  const isKnown = all.some((stack) => stack.name === name);
  return !isKnown && !otherStacks(all).some((pattern) => matchesStack(name, pattern));
}

function leftover(
  name: string | undefined,
  place: string,
  all: readonly SynthesizedStack[],
  read: () => string,
): LeftoverState[] {
  if (name === undefined || !isLeftover(name, all)) return [];
  const deployed = parseState(read());
  // Other things of AWS are not for this app to miss.
  const hasCaches = [...(deployed?.types ?? [])].some((type) => type.startsWith("aws_ecr_"));
  return deployed && hasCaches ? [{ stack: name, place, deployed }] : [];
}

/** The stacks of other apps, as `synthesize(app, { otherStacks })` names them. */
function otherStacks(all: readonly SynthesizedStack[]): string[] {
  return all.flatMap(({ json }) => {
    const comment = json["//"];
    const named = isObject(comment) ? comment["otherStacks"] : undefined;
    return Array.isArray(named) ? named.map(String) : [];
  });
}
