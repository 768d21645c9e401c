import { CacheMap } from "../../references/cache-map";
import {
  adviseRegistries,
  checkRegistries,
  type EntryProblem,
} from "../../references/cache-registries";
import type { Context } from "../cli/context";
import { UserError } from "../cli/user-error";
import { type GivenRegistries, registriesInFile } from "./outputs";
import { readSettings } from "./settings-file";

/** Where the map comes from, according to the command line. */
export interface CacheMapSource {
  /** A file with the output of `terraform output -json` or `cdktf output --outputs-file`. */
  readonly outputs?: string;
  /** For each upstream, the beginning of its references, and the address to pull from instead. */
  readonly map?: GivenRegistries;
  /** The entry file of an app. */
  readonly app?: string;
  /** The account of the caches, where the app does not name it. */
  readonly account?: string;
}

/**
 * Reads the map of upstreams to caches: from the command line, otherwise from `.ecr-cache.yaml`,
 * otherwise from the app of the CDKTF project.
 *
 * @param options.settings reads `.ecr-cache.yaml`, where the map may come from there
 * @throws UserError when there is no map, or it is wrong
 */
export async function readCacheMap(
  source: CacheMapSource,
  context: Context,
  { settings: fromSettings = readSettings } = {},
): Promise<CacheMap> {
  return new CacheMap(checked(await registriesOf(source, context, fromSettings), context));
}

async function registriesOf(
  source: CacheMapSource,
  context: Context,
  fromSettings: typeof readSettings,
): Promise<GivenRegistries> {
  const { map, outputs, app, account } = source;
  if (map) return map;
  if (outputs !== undefined) return registriesInFile(outputs);
  const settings = app === undefined && account === undefined ? fromSettings() : undefined;
  if (settings) return settings.registries;
  // The code that synthesizes an app and calls AWS takes ten times as long to load as everything else.
  const { registriesOfApp } = await import("./app-registries");
  return registriesOfApp(app, account, context);
}

/** @throws UserError with every problem of the map */
function checked(map: GivenRegistries, { terminal }: Context): Record<string, string> {
  const problems = checkRegistries(map).map(described);
  if (problems.length > 0) throw new UserError(problems.join("\n"));
  for (const unusual of adviseRegistries(map)) terminal.warn(`warning: ${described(unusual)}`);
  const entries = Object.entries(map).map(([upstream, address]): [string, string] => [
    upstream,
    String(address).replace(/\/$/, ""),
  ]);
  if (entries.length > 0) return Object.fromEntries(entries);
  throw new UserError("nothing is cached: the map contains no upstream");
}

function described({ upstream, problem: { given, allowed, fix } }: EntryProblem): string {
  return `${upstream} = ${given}\n  allowed: ${allowed}\n  fix: ${fix}`;
}
