import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { writeFile } from "../../atomic-file";
import type { Context } from "../context";
import { type PlanRecord, recordsDigest } from "../plan-record";
import { refuseUnreviewed, reviewedRecords } from "../reviewed-records";
import { refuseHarm, stacksOf } from "../stacks";
import { describeCounts, planSummary } from "../summary";
import { withTerraform } from "../terraform-workspace";
import { type ReviewablePlan, reviewablePlan, writePlans } from "./plan";

/**
 * Shows what an apply of the reviewed plans would do now, and writes down exactly that: whoever approves
 * the apply sees it before, and the apply takes nothing else. Needs to read AWS and the state only.
 */
export async function preview(
  { stacks, reviewed, out }: { stacks: readonly string[]; reviewed: string; out: string },
  context: Context,
): Promise<void> {
  const { env, terminal } = context;
  const synthesized = await stacksOf(stacks, context);
  const records = reviewedRecords(synthesized, reviewed, env);
  const plans = await withTerraform(synthesized, context, async (terraforms) => {
    await refuseHarm(synthesized, context);
    const made: ReviewablePlan[] = [];
    for (const terraform of terraforms) {
      const record = records.get(terraform.stack.name) as PlanRecord;
      await terraform.initAs(record.lockFile);
      const { request, settings } = record;
      const plan = await reviewablePlan(terraform, { request, settings });
      refuseUnreviewed(record, plan.record);
      made.push(plan);
    }
    return made;
  });
  writePlans(plans, out);
  for (const { record, text } of plans) {
    terminal.print(
      `${record.stack}: an apply would do this: ${describeCounts(record.changes)}\n${text}`,
    );
  }
  tellJobs(plans, out, env);
}

/** For the job's page, and for the job that applies after the approval. */
function tellJobs(plans: readonly ReviewablePlan[], out: string, env: NodeJS.ProcessEnv): void {
  const digest = recordsDigest(plans.map(({ record }) => record));
  // GitLab gives the variables of such a file to the jobs that need this one.
  writeFile(join(out, "digest.env"), `PREVIEW_DIGEST=${digest}\n`);
  const { GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: page } = env;
  if (output) appendFileSync(output, `digest=${digest}\n`);
  if (page) appendFileSync(page, planSummary(plans));
}
