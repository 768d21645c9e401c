import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "../cli/user-error";
import { type AwsProvider, awsProvider } from "../terraform/aws-provider";
import { chosenStacks } from "../terraform/chosen-stacks";
import type { SynthesizedStack } from "../terraform/synthesized-stack";
import type { CommandLine } from "./command-line";
import { hasCaches } from "./wanted-caches";

/** A registry to look at. */
export interface Target {
  readonly provider: AwsProvider;
  /** What says what should be there, where an app does. */
  readonly stack?: SynthesizedStack;
}

/**
 * The registries to look at: one for each stack of the app, or the one of the environment.
 *
 * @throws UserError when the app has no such stack, or none in this Region
 */
export async function targetsOf(options: CommandLine): Promise<Target[]> {
  const { app, region } = options;
  if (app === undefined) return [{ provider: region === undefined ? {} : { region } }];
  const stacks = await stacksOf(app, options);
  return stacks.map((stack) => ({ provider: awsProvider(stack), stack }));
}

async function stacksOf(app: string, options: CommandLine): Promise<SynthesizedStack[]> {
  const { stacks: names, region } = options;
  const outdir = mkdtempSync(join(tmpdir(), "doctor-"));
  try {
    const stacks = (await chosenStacks(app, names, outdir)).filter(hasCaches);
    const there = stacks.filter((one) => !region || awsProvider(one).region === region);
    if (there.length > 0) return there;
    const regions = stacks.map((one) => `${one.name} (${awsProvider(one).region})`).join(", ");
    throw new UserError(
      stacks.length === 0
        ? `${app} has no stack with caches to look at.`
        : `${app} has no stack in ${region}.\nallowed: the Region of ${regions}\nfix: leave --region out`,
    );
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
