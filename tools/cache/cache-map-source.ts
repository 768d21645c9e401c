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

/** What a command line says of where the map comes from. */
export interface CacheMapSource {
  /** What `terraform output -json` or `cdktf output --outputs-file` wrote. */
  readonly outputs?: string;
  /** From what references begin with to the address to pull from instead. */
  readonly map?: GivenRegistries;
  /** The entry of an app. */
  readonly app?: string;
  /** The account of the caches, where the app does not name it. */
  readonly account?: string;
}

/**
 * The map of upstreams to caches: what the command line says, else `.ecr-cache.yaml`, else the app of
 * the CDKTF project.
 *
 * @param options.settings reads `.ecr-cache.yaml`, for whoever may take the map from there
 * @throws UserError when nothing says it, or what says it is wrong
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
  // What asks an app and AWS takes ten times as long to load as all the rest.
  const { registriesOfApp } = await import("./app-registries");
  return registriesOfApp(app, account, context);
}

/** @throws UserError with all that is wrong with the map */
function checked(map: GivenRegistries, { terminal }: Context): Record<string, string> {
  const problems = checkRegistries(map).map(described);
  if (problems.length > 0) throw new UserError(problems.join("\n"));
  for (const unusual of adviseRegistries(map)) terminal.warn(`warning: ${described(unusual)}`);
  const entries = Object.entries(map).map(([upstream, address]): [string, string] => [
    upstream,
    String(address).replace(/\/$/, ""),
  ]);
  if (entries.length > 0) return Object.fromEntries(entries);
  throw new UserError("nothing is cached: there is no upstream in the map");
}

function described({ upstream, problem: { given, allowed, fix } }: EntryProblem): string {
  return `${upstream} = ${given}\n  allowed: ${allowed}\n  fix: ${fix}`;
}
