import { isObject } from "../../problems/value-type";
import { UserError } from "../cli/user-error";
import { isMissingFile, readInputFile } from "../input-file";

/** The output of a stack that says what is cached where. */
export const REGISTRIES_OUTPUT = "ecr_cache_registries";

/** A map of upstreams to addresses that has not been checked. */
export type GivenRegistries = Readonly<Record<string, unknown>>;

/**
 * Reads the maps in a file of outputs, and merges them.
 *
 * @param file the output of `terraform output -json` or `cdktf output --outputs-file`
 * @throws UserError when it contains no map, or maps that contradict one another
 */
export function registriesInFile(file: string): GivenRegistries {
  const found = registriesIn(readJson(file));
  if (found.length > 0) return mergeRegistries(found);
  throw new UserError(
    `--outputs ${file}: it contains no output ${REGISTRIES_OUTPUT}\n  fix: deploy the caches, then write it with \`npx cdktf output <stack> --outputs-file ${file}\``,
  );
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readInputFile(file, { pipe: true }));
  } catch (error) {
    if (error instanceof UserError) {
      const fix = `\n  fix: write it where the caches are deployed, with \`terraform output -json > ${file}\` or \`npx cdktf output <stack> --outputs-file ${file}\``;
      throw new UserError(`--outputs ${error.message}${isMissingFile(error) ? fix : ""}`);
    }
    // The parser's message quotes the text, and outputs may be sensitive.
    throw new UserError(`--outputs ${file}: it is not JSON\n  fix: any JSON checker shows where`);
  }
}

/** The maps in outputs, in the format of Terraform for one stack, or of cdktf for several stacks. */
export function registriesIn(outputs: unknown): GivenRegistries[] {
  if (!isObject(outputs)) return [];
  const own = outputs[REGISTRIES_OUTPUT];
  if (isObject(own)) return [isObject(own["value"]) ? own["value"] : own];
  return Object.values(outputs).flatMap((inner) =>
    isObject(inner) && isObject(inner[REGISTRIES_OUTPUT]) ? registriesIn(inner) : [],
  );
}

/**
 * Merges maps. Of an upstream that is cached twice, for example in two Regions, the user has to choose
 * one cache.
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
