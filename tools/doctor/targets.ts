import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Aws, connect } from "../aws/connection";
import { awsProvider } from "../terraform/aws-provider";
import { chosenStacks } from "../terraform/chosen-stacks";
import type { SynthesizedStack } from "../terraform/synthesized-stack";
import type { CommandLine } from "./command-line";
import { hasCaches, type WantedCaches, wantedCaches } from "./wanted-caches";

/** A registry to look at, and what it should be where an app says so. */
export interface Target {
  readonly aws: Aws;
  readonly wanted: WantedCaches | undefined;
}

/**
 * The registries to look at: one for each stack of the app, or the one of the environment.
 *
 * @throws when there is no such app, stack or Region, or no way into AWS
 */
export async function targetsOf(options: CommandLine): Promise<Target[]> {
  const { app, region } = options;
  if (app === undefined) {
    return [{ aws: await connect(region === undefined ? {} : { region }), wanted: undefined }];
  }
  const targets: Target[] = [];
  for (const stack of await stacksOf(app, options)) {
    const aws = await connect(awsProvider(stack));
    targets.push({ aws, wanted: await wantedCaches(stack, aws.accountId) });
  }
  return targets;
}

async function stacksOf(app: string, options: CommandLine): Promise<SynthesizedStack[]> {
  const { stacks: names, region } = options;
  const outdir = mkdtempSync(join(tmpdir(), "doctor-"));
  try {
    const stacks = (await chosenStacks(app, names, outdir)).filter(hasCaches);
    const there = stacks.filter((one) => !region || awsProvider(one).region === region);
    if (there.length > 0) return there;
    const regions = stacks.map((one) => `${one.name} (${awsProvider(one).region})`).join(", ");
    throw new Error(
      stacks.length === 0
        ? `${app} has no stack with caches to look at.`
        : `${app} has no stack in ${region}.\nallowed: the Region of ${regions}\nfix: leave --region out`,
    );
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
