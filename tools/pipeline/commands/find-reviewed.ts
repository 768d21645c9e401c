import { join } from "node:path";
import { writeFile } from "../../atomic-file";
import { UserError } from "../../cli/user-error";
import { artifactName, configurationDigest } from "../configuration-digest";
import type { Context } from "../context";
import type { ReviewedPlan } from "../forge/forge";
import { forgeOfJob } from "../forge/forge-of-job";
import { RECORD_FILE } from "../plan-record";
import { stacksOf } from "../stacks";

/** Downloads the records of the reviewed plans of exactly these configurations. */
export async function findReviewed(
  { stacks, out }: { stacks: readonly string[]; out: string },
  context: Context,
): Promise<void> {
  const forge = forgeOfJob(context.env);
  const wanted = (await stacksOf(stacks, context)).map(({ name, json }) => ({
    stack: name,
    configuration: configurationDigest(json),
  }));
  const found: [stack: string, plan: ReviewedPlan][] = [];
  const missing: string[] = [];
  for (const one of wanted) {
    const plan = await forge.reviewedPlan(one);
    if (plan) found.push([one.stack, plan]);
    else missing.push(artifactName(one.stack, one.configuration));
  }
  if (missing.length > 0) {
    throw new UserError(
      `This configuration was never planned in a pull or merge request that was merged, or its record has expired: ${missing.join(", ")}. The main branch has probably changed since then: update the branch of the request from it, so that its pipeline plans again, and then merge. If the request is already merged, open a new one without a change of the stacks, and merge it.`,
    );
  }
  for (const [stack, { record, text, url }] of found) {
    writeFile(join(out, stack, RECORD_FILE), record);
    writeFile(join(out, stack, "plan.txt"), text);
    context.terminal.print(`${stack}: planned in ${url}`);
  }
}
