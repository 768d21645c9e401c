import { join } from "node:path";
import { writeFile } from "../../atomic-file";
import { UserError } from "../../cli/user-error";
import { artifactName } from "../configuration-digest";
import type { Context } from "../context";
import type { ReviewedPlan } from "../forge/forge";
import { forgeOfJob } from "../forge/forge-of-job";
import { refuseOldCommit } from "../newest-commit";
import { parsePlanRecord, RECORD_FILE } from "../plan-record";
import { stackDigest } from "../stack-folder";
import { allStacks, stacksOf } from "../stacks";
import { planSummary } from "../summary";

/**
 * Fetches the records of the plans that were reviewed of exactly these configurations. All stacks of the
 * app are looked for, whichever are wanted, because the comment that was reviewed is about all of them.
 */
export async function findReviewed(
  { stacks, out }: { stacks: readonly string[]; out: string },
  context: Context,
): Promise<void> {
  const forge = forgeOfJob(context.env);
  await refuseOldCommit(context.env);
  const wanted = await stacksOf(stacks, context);
  const found: [stack: string, plan: ReviewedPlan][] = [];
  const missing: string[] = [];
  for (const stack of allStacks(context)) {
    const { name } = stack;
    const configuration = stackDigest(stack);
    const { plan, refused } = await forge.reviewedPlan({ stack: name, configuration });
    if (plan) found.push([name, plan]);
    else missing.push(artifactName(name, configuration), ...refused.map(whyNot));
  }
  if (missing.length > 0) {
    throw new UserError(
      `This configuration was never planned in a pull or merge request that was merged, or its record has expired:\n${missing.map((line) => `  ${line}`).join("\n")}\nThe main branch has probably changed since then: update the branch of the request from it, so that its pipeline plans again, and then merge. If the request is already merged, open a new one without a change of the stacks, and merge it.`,
    );
  }
  refuseOtherComment(found.map(([, plan]) => plan));
  for (const { name } of wanted) {
    const plan = found.find(([stack]) => stack === name)?.[1];
    if (!plan) continue;
    writeFile(join(out, name, RECORD_FILE), plan.record);
    writeFile(join(out, name, "plan.txt"), plan.text);
    context.terminal.print(`${name}: planned in ${plan.url}`);
  }
}

/**
 * The comment is what people have read. Whoever may write can edit it, and hide a line of it, so that it
 * has to be the summary of these records to the letter.
 */
function refuseOtherComment(plans: readonly ReviewedPlan[]): void {
  const summary = planSummary(
    plans.map(({ record, text, url }) => ({ record: parsePlanRecord(record, url), text })),
  ).trim();
  const other = plans.find(({ comment }) => comment !== summary);
  if (!other) return;
  throw new UserError(
    `The comment on the request does not say what the record says of the plan that was made in ${other.url}: somebody has changed one of them, or the stacks were planned in several requests. Open a request without a change of the stacks, read its plan, and merge it.`,
  );
}

function whyNot(refusal: string): string {
  return `  not counted: ${refusal}`;
}
