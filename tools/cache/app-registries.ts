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
 * The map of an app's caches, in the account that it deploys to.
 *
 * @param app its entry; absent means the app of cdktf.json
 * @param account of the caches, where nothing else says it
 * @throws UserError when the app has no caches, or nobody knows their account
 */
export async function registriesOfApp(
  app: string | undefined,
  account: string | undefined,
  context: Context,
): Promise<GivenRegistries> {
  const { env, interruption } = context;
  if (app === undefined && projectRoot() === undefined) throw nothingSaysIt(env);
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

/** In a repository of workloads, nobody wants to hear of apps first. */
function nothingSaysIt(env: NodeJS.ProcessEnv): UserError {
  return new UserError(
    `Nothing says what is cached where: in this folder and above it there is neither ${SETTINGS_FILE} nor a CDKTF project.\n  fix: ${invocation(env)} init --outputs outputs.json, with what \`terraform output -json\` or \`cdktf output --outputs-file\` wrote where the caches are deployed`,
  );
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
      `The caches of ${stack.name} are in the account ${found.id}, according to ${found.source}.`,
    );
    return found.id;
  }
  throw new UserError(
    `Nothing says which account the caches of ${stack.name} are in: neither the app, nor a state on this disk, nor credentials of AWS.\n  fix: add --account <id>, or use --outputs`,
  );
}
