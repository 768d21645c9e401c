import { readFileSync } from "node:fs";
import { isObject } from "../../problems/value-type";
import { UserError } from "../cli/user-error";

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
    `--outputs ${file}: there is no output ${REGISTRIES_OUTPUT} in it\n  fix: deploy the caches, then write it with \`npx cdktf output <stack> --outputs-file ${file}\``,
  );
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const what = code === "ENOENT" ? "there is no such file" : message;
    throw new UserError(
      `--outputs ${file}: ${what}\n  fix: write it where the caches are deployed, with \`terraform output -json > ${file}\` or \`npx cdktf output <stack> --outputs-file ${file}\``,
    );
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
  const all: Record<string, unknown> = {};
  for (const [upstream, cache] of maps.flatMap((map) => Object.entries(map))) {
    if (upstream in all && all[upstream] !== cache) {
      throw new UserError(
        `${upstream} is cached in several places: ${all[upstream]}, ${cache}\n  fix: choose one with --map ${upstream}=…`,
      );
    }
    all[upstream] = cache;
  }
  return all;
}
