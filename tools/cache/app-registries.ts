import { findProject, projectRoot } from "../cdktf/project";
import { synthesizedStacks } from "../cdktf/synthesized-stacks";
import type { Context } from "../cli/context";
import { invocation } from "../cli/invocation";
import { UserError } from "../cli/user-error";
import { withTemporaryFolder } from "../temporary-folder";
import type { SynthesizedStack } from "../terraform/synthesized-stack";
import { cacheAccount } from "./cache-account";
import { type GivenRegistries, mergeRegistries, registriesIn } from "./outputs";
import { SETTINGS_FILE } from "./settings-file";

/**
 * The map of an app's caches, in the account that the app deploys to.
 *
 * @param app the entry file of the app; by default, the app in cdktf.json
 * @param account the account of the caches, for an app that does not name it
 * @throws UserError when the app has no caches, or their account is unknown
 */
export async function registriesOfApp(
  app: string | undefined,
  account: string | undefined,
  context: Context,
): Promise<GivenRegistries> {
  const { env, interruption } = context;
  if (app === undefined && projectRoot() === undefined) throw noCacheMap(env);
  const project = findProject(app);
  return withTemporaryFolder("cache-map", async (outdir) => {
    const stacks = await synthesizedStacks(project, { outdir, env, signal: interruption.signal });
    const maps: GivenRegistries[] = [];
    for (const stack of stacks) {
      for (const map of registriesIn(stack.json.output)) {
        maps.push(await inAccount(map, () => accountOf(stack, project.root, account, context)));
      }
    }
    if (maps.length === 0)
      throw new UserError(
        `${project.app.name} has no stack with caches.\n  fix: name another app with --app, or use --outputs`,
      );
    return mergeRegistries(maps);
  });
}

/** The fix names no app: a repository of workloads has none. */
function noCacheMap(env: NodeJS.ProcessEnv): UserError {
  return new UserError(
    `It is unknown what is cached where: this folder and the folders above it contain neither ${SETTINGS_FILE} nor a CDKTF project.\n  fix: ${invocation(env)} init --outputs outputs.json, with what \`terraform output -json\` or \`cdktf output --outputs-file\` wrote where the caches are deployed`,
  );
}

/** Fills in the account, the only part of an address that Terraform reads from AWS. */
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
      `The caches of ${stack.name} are in the account ${found.id}, according to ${found.source}.`,
    );
    return found.id;
  }
  throw new UserError(
    `The account of the caches of ${stack.name} is unknown: it is neither in the app nor in a local state, and there are no AWS credentials.\n  fix: add --account <id>, or use --outputs`,
  );
}
