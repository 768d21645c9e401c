import { join } from "node:path";
import { findProject } from "../cdktf/project";
import { synthesizedStacks } from "../cdktf/synthesized-stacks";
import type { Context } from "../cli/context";
import { UserError } from "../cli/user-error";
import { withTemporaryFolder } from "../temporary-folder";
import { type AwsProvider, awsProvider } from "../terraform/aws-provider";
import type { SynthesizedStack } from "../terraform/synthesized-stack";
import type { DoctorOptions } from "./doctor-options";
import { hasCaches } from "./wanted-caches";

/** A registry to check. */
export interface Target {
  readonly provider: AwsProvider;
  /** The stack that declares the caches, where an app was given. */
  readonly stack?: DeployableStack;
}

/** A stack with the project that deploys it, in which its state may be known. */
export interface DeployableStack extends SynthesizedStack {
  /** The project's folder. */
  readonly root: string;
}

/**
 * The registries to check: one for each stack of the app, or the one of the environment.
 *
 * @throws UserError when there is no such app or stack, or no stack in this Region
 */
export async function targetsOf(options: DoctorOptions, context: Context): Promise<Target[]> {
  const { app, stack: names = [], region } = options;
  if (app === undefined && names.length === 0) {
    return [{ provider: region === undefined ? {} : { region } }];
  }
  const stacks = await stacksOf(app, names, region, context);
  return stacks.map((stack) => ({ provider: awsProvider(stack), stack }));
}

async function stacksOf(
  entry: string | undefined,
  names: readonly string[],
  region: string | undefined,
  { env, interruption: { signal } }: Context,
): Promise<DeployableStack[]> {
  const project = findProject(entry);
  const app = project.app.name;
  return withTemporaryFolder("doctor", async (outdir) => {
    const synthesized = await synthesizedStacks(project, { names, outdir, env, signal });
    const stacks = synthesized.filter(hasCaches);
    const there = stacks.filter((one) => !region || awsProvider(one).region === region);
    if (there.length > 0) return there.map((one) => deployable(one, project.root));
    const regions = stacks.map((one) => `${one.name} (${awsProvider(one).region})`).join(", ");
    throw new UserError(
      stacks.length === 0
        ? `${app} has no stack with caches.`
        : `${app} has no stack in ${region}.\nallowed: the Region of ${regions}\nfix: choose one of these, or omit --region`,
    );
  });
}

function deployable(stack: SynthesizedStack, root: string): DeployableStack {
  return { ...stack, root, folder: join(root, "cdktf.out", "stacks", stack.name) };
}
