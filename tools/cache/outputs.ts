import { isObject } from "../../problems/value-type";
import { UserError } from "../cli/user-error";
import { readInputFile } from "../input-file";

/** The stack's output that says what is cached where. */
export const REGISTRIES_OUTPUT = "ecr_cache_registries";

/** From what references begin with to the address to pull from instead, before it is checked. */
export type GivenRegistries = Readonly<Record<string, unknown>>;

/**
 * The maps in a file of outputs, merged.
 *
 * @param file what `terraform output -json` or `cdktf output --outputs-file` wrote
 * @throws UserError when it has none, or two that contradict one another
 */
export function registriesInFile(file: string): GivenRegistries {
  const found = registriesIn(readJson(file));
  if (found.length > 0) return mergeRegistries(found);
  throw new UserError(
    `--outputs ${file}: there is no output ${REGISTRIES_OUTPUT} in it\n  fix: write it with \`npx cdktf output <stack> --outputs-file ${file}\``,
  );
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readInputFile(file, { pipe: true }));
  } catch (error) {
    if (error instanceof UserError) throw new UserError(`--outputs ${error.message}`);
    // What the parser says quotes the text, and outputs may be sensitive.
    throw new UserError(`--outputs ${file}: it is not JSON\n  fix: any JSON checker shows where`);
  }
}

/** The maps in outputs: of one stack as Terraform writes them, of several as cdktf does. */
export function registriesIn(outputs: unknown): GivenRegistries[] {
  if (!isObject(outputs)) return [];
  const own = outputs[REGISTRIES_OUTPUT];
  if (isObject(own)) return [isObject(own["value"]) ? own["value"] : own];
  return Object.values(outputs).flatMap((inner) =>
    isObject(inner) && isObject(inner[REGISTRIES_OUTPUT]) ? registriesIn(inner) : [],
  );
}

/**
 * One map of several. An upstream that is cached twice, as in two Regions, is for the user to choose.
 *
 * @throws UserError when two maps have different addresses for one upstream
 */
export function mergeRegistries(maps: readonly GivenRegistries[]): GivenRegistries {
  const all = new Map<string, unknown>();
  for (const [upstream, cache] of maps.flatMap((map) => Object.entries(map))) {
    if (all.has(upstream) && all.get(upstream) !== cache) {
      throw new UserError(
        `${upstream} is cached in several places: ${all.get(upstream)}, ${cache}\n  fix: choose one with --map ${upstream}=…`,
      );
    }
    all.set(upstream, cache);
  }
  return Object.fromEntries(all);
}
