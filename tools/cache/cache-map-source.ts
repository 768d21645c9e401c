import { CacheMap } from "../../references/cache-map";
import {
  adviseRegistries,
  checkRegistries,
  type EntryProblem,
} from "../../references/cache-registries";
import { findProject } from "../cdktf/project";
import { synthesizedStacks } from "../cdktf/synthesized-stacks";
import type { Context } from "../cli/context";
import { UserError } from "../cli/user-error";
import { withTemporaryFolder } from "../temporary-folder";
import type { SynthesizedStack } from "../terraform/synthesized-stack";
import { cacheAccount } from "./cache-account";
import { type GivenRegistries, mergeRegistries, registriesIn, registriesInFile } from "./outputs";
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
 * @throws UserError when nothing says it, or what says it is wrong
 */
export async function readCacheMap(source: CacheMapSource, context: Context): Promise<CacheMap> {
  return new CacheMap(checked(await registriesOf(source, context), context));
}

async function registriesOf(source: CacheMapSource, context: Context): Promise<GivenRegistries> {
  const { map, outputs, app, account } = source;
  if (map) return map;
  if (outputs !== undefined) return registriesInFile(outputs);
  const settings = app === undefined && account === undefined ? readSettings() : undefined;
  return settings?.registries ?? registriesOfApp(app, account, context);
}

async function registriesOfApp(
  app: string | undefined,
  account: string | undefined,
  context: Context,
): Promise<GivenRegistries> {
  const { env, interruption } = context;
  const project = findProject(app);
  return withTemporaryFolder("cache-map", async (outdir) => {
    const stacks = await synthesizedStacks(project, { outdir, env, signal: interruption.signal });
    const maps: GivenRegistries[] = [];
    for (const stack of stacks) {
      for (const map of registriesIn(stack.json.output)) {
        maps.push(await inAccount(map, () => accountOf(stack, project.root, account, context)));
      }
    }
    if (maps.length === 0) throw new UserError(`${project.app.name} has no stack with caches`);
    return mergeRegistries(maps);
  });
}

/** The account is the one thing that Terraform only knows from AWS. */
async function inAccount(
  map: GivenRegistries,
  account: () => Promise<string>,
): Promise<GivenRegistries> {
  const isOpen = Object.values(map).some((address) => String(address).includes("${"));
  if (!isOpen) return map;
  const id = await account();
  const addresses = Object.entries(map).map(([upstream, address]) => [
    upstream,
    String(address).replace(/^\$\{[^}]*\}/, id),
  ]);
  return Object.fromEntries(addresses);
}

async function accountOf(
  stack: SynthesizedStack,
  root: string,
  given: string | undefined,
  context: Context,
): Promise<string> {
  if (given !== undefined) return given;
  const found = await cacheAccount(stack, root, context);
  if (found) {
    context.terminal.warn(
      `The caches of ${stack.name} are in the account ${found.id}, as ${found.source} says.`,
    );
    return found.id;
  }
  throw new UserError(
    `Nothing says which account the caches of ${stack.name} are in: neither the app, nor a state on this disk, nor credentials of AWS.\n  fix: add --account <id>, or use --outputs`,
  );
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
