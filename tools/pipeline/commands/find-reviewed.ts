import { join } from "node:path";
import { writeFile } from "../../atomic-file";
import { UserError } from "../../cli/user-error";
import { artifactName } from "../configuration-digest";
import type { Context } from "../context";
import type { ReviewedPlan } from "../forge/forge";
import { forgeOfJob } from "../forge/forge-of-job";
import { refuseOldCommit } from "../newest-commit";
import { RECORD_FILE } from "../plan-record";
import { stackDigest } from "../stack-folder";
import { stacksOf } from "../stacks";

/** Fetches the records of the plans that were reviewed of exactly these configurations. */
export async function findReviewed(
  { stacks, out }: { stacks: readonly string[]; out: string },
  context: Context,
): Promise<void> {
  const forge = forgeOfJob(context.env);
  await refuseOldCommit(context.env);
  const wanted = (await stacksOf(stacks, context)).map((stack) => ({
    stack: stack.name,
    configuration: stackDigest(stack),
  }));
  const found: [stack: string, plan: ReviewedPlan][] = [];
  const missing: string[] = [];
  for (const one of wanted) {
    const { plan, refused } = await forge.reviewedPlan(one);
    if (plan) found.push([one.stack, plan]);
    else missing.push(artifactName(one.stack, one.configuration), ...refused.map(whyNot));
  }
  if (missing.length > 0) {
    throw new UserError(
      `This configuration was never planned in a pull or merge request that was merged, or its record has expired:\n${missing.map((line) => `  ${line}`).join("\n")}\nThe main branch has probably moved on since: bring the request's branch up to date with it, so that its pipeline plans again, and merge then. For what is merged already, open a request without a change of the stacks, and merge it.`,
    );
  }
  for (const [stack, { record, text, url }] of found) {
    writeFile(join(out, stack, RECORD_FILE), record);
    writeFile(join(out, stack, "plan.txt"), text);
    context.print(`${stack}: planned in ${url}`);
  }
}

function whyNot(refusal: string): string {
  return `  not counted: ${refusal}`;
}
