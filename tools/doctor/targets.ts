import { type Aws, connect } from "../aws/connection";
import { findProject } from "../cdktf/project";
import { synthesizedStacks } from "../cdktf/synthesized-stacks";
import type { Context } from "../cli/context";
import { UserError } from "../cli/user-error";
import { withTemporaryFolder } from "../temporary-folder";
import { awsProvider } from "../terraform/aws-provider";
import type { SynthesizedStack } from "../terraform/synthesized-stack";
import type { DoctorOptions } from "./doctor";
import { hasCaches, type WantedCaches, wantedCaches } from "./wanted-caches";

/** A registry to look at, and what it should be where an app says so. */
export interface Target {
  readonly aws: Aws;
  readonly wanted: WantedCaches | undefined;
}

/**
 * The registries to look at: one for each stack of the app, or the one of the environment.
 *
 * @throws UserError when there is no such app, stack or Region, or no way into AWS
 */
export async function targetsOf(options: DoctorOptions, context: Context): Promise<Target[]> {
  const { app, stack: names = [], region } = options;
  if (app === undefined && names.length === 0) {
    return [{ aws: await connect(region === undefined ? {} : { region }), wanted: undefined }];
  }
  const targets: Target[] = [];
  for (const stack of await stacksOf(app, names, region, context)) {
    const aws = await connect(awsProvider(stack));
    targets.push({ aws, wanted: await wantedCaches(stack, aws.accountId) });
  }
  return targets;
}

async function stacksOf(
  entry: string | undefined,
  names: readonly string[],
  region: string | undefined,
  { env, interruption: { signal } }: Context,
): Promise<SynthesizedStack[]> {
  const project = findProject(entry);
  const app = project.app.name;
  return withTemporaryFolder("doctor", async (outdir) => {
    const synthesized = await synthesizedStacks(project, { names, outdir, env, signal });
    const stacks = synthesized.filter(hasCaches);
    const there = stacks.filter((one) => !region || awsProvider(one).region === region);
    if (there.length > 0) return there;
    const regions = stacks.map((one) => `${one.name} (${awsProvider(one).region})`).join(", ");
    throw new UserError(
      stacks.length === 0
        ? `${app} has no stack with caches to look at.`
        : `${app} has no stack in ${region}.\nallowed: the Region of ${regions}\nfix: leave --region out`,
    );
  });
}
