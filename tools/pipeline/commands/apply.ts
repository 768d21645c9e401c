import { UserError } from "../../cli/user-error";
import { configurationDigest } from "../configuration-digest";
import type { LockedContext } from "../context";
import { isSecretNotFoundYet, PAUSES } from "../new-secret";
import { type PlanRecord, readPlanRecord } from "../plan-record";
import { unreviewed } from "../review";
import type { StackTerraform } from "../stack-terraform";
import { refuseHarm, stacksOf } from "../stacks";
import { describeCounts } from "../summary";
import { withTerraform } from "../terraform-workspace";
import { refuseUnknownResources } from "../unknown-resources";
import { applyAndKeepState, WrittenLate, writeUnwrittenState } from "../unwritten-state";

/** Applies what was reviewed, and nothing else. */
export async function apply(
  { stacks, reviewed }: { stacks: readonly string[]; reviewed: string },
  context: LockedContext,
): Promise<void> {
  const synthesized = await stacksOf(stacks, context);
  // All of them before any is applied: an app is not left half way for a reason known before.
  const records = new Map(
    synthesized.map(({ name, json }) => [
      name,
      recordOf(readPlanRecord(reviewed, name), name, configurationDigest(json)),
    ]),
  );
  await withTerraform(synthesized, context, async (terraforms) => {
    for (const terraform of terraforms) {
      await terraform.initAs(records.get(terraform.stack.name)?.lockFile ?? null);
      await writeUnwrittenState(terraform, context);
    }
    // Terraform's plan says "create" of what it would replace, as it did when it was reviewed.
    await refuseHarm(synthesized, context);
    const applied: string[] = [];
    for (const terraform of terraforms) {
      const { name } = terraform.stack;
      const record = records.get(name) as PlanRecord;
      await applyReviewed(terraform, record, context).catch((error: Error) => {
        const names = terraforms.map(({ stack }) => stack.name);
        throw new UserError(`${error.message}\n\n${whereItStopped(names, applied)}`);
      });
      applied.push(name);
    }
  });
}

function recordOf(record: PlanRecord, stack: string, configuration: string): PlanRecord {
  if (record.stack === stack && record.configuration === configuration) return record;
  throw new UserError(
    `The configuration of the stack ${stack} is not the reviewed one: it is ${configuration.slice(0, 16)}, and ${record.configuration.slice(0, 16)} of ${record.stack} was reviewed. Plan this one, and let it be reviewed.`,
  );
}

async function applyReviewed(
  terraform: StackTerraform,
  record: PlanRecord,
  context: LockedContext,
): Promise<void> {
  const { print, pause } = context;
  for (const milliseconds of PAUSES) {
    try {
      return await applyOnce(terraform, record, context);
    } catch (error) {
      if (error instanceof WrittenLate) {
        print(`${terraform.stack.name}: going on with what is left of the reviewed plan.`);
        continue;
      }
      if (!isSecretNotFoundYet((error as Error).message, record.changes)) throw error;
      print(
        `${terraform.stack.name}: Amazon ECR does not find the new secret yet. In ${milliseconds / 1000} seconds, this goes on with what is left of the reviewed plan.`,
      );
      await pause(milliseconds);
    }
  }
  return applyOnce(terraform, record, context);
}

async function applyOnce(
  terraform: StackTerraform,
  record: PlanRecord,
  context: LockedContext,
): Promise<void> {
  const { print } = context;
  const { name } = terraform.stack;
  const saved = await terraform.plan({ lock: "wait" });
  const differences = unreviewed(record.changes, saved.changes);
  if (differences.length > 0) {
    const lines = differences.map((line) => `  ${line}`).join("\n");
    throw new UserError(
      `The stack ${name} was not applied: its plan is not the reviewed one any more.\n${lines}\nSomething was changed since the review, in AWS or in a variable. Run the plan of the pull request again and review it; then run this again with the new record, on GitHub by re-running all jobs.`,
    );
  }
  await refuseUnknownResources(terraform.stack, saved.changes, context);
  if (saved.changes.length === 0) {
    print(`${name}: no changes, everything is as it was reviewed.`);
    return;
  }
  const left = saved.changes.length < record.changes.length ? "what is left of " : "";
  print(`${name}: applying ${left}the reviewed plan: ${describeCounts(saved.changes)}`);
  await applyAndKeepState(terraform, saved, context);
}

function whereItStopped(names: readonly string[], applied: readonly string[]): string {
  const [failed, ...later] = names.filter((name) => !applied.includes(name));
  return [
    `Applied: ${applied.join(", ") || "none"}.`,
    `Stopped at: ${failed}.`,
    ...(later.length > 0 ? [`Not applied: ${later.join(", ")}.`] : []),
  ].join(" ");
}
