import { UserError } from "../../cli/user-error";
import type { Context } from "../context";
import { isSecretNotFoundYet, PAUSES } from "../new-secret";
import { refuseOldCommit } from "../newest-commit";
import { type PlanRecord, recordsDigest } from "../plan-record";
import { isJob } from "../planned-request";
import { refuseUnreviewed, reviewedRecords } from "../reviewed-records";
import type { StackTerraform } from "../stack-terraform";
import { refuseHarm, stacksOf } from "../stacks";
import { describeCounts } from "../summary";
import { withTerraform } from "../terraform-workspace";

export interface ApplyOptions {
  readonly stacks: readonly string[];
  /** The folder with the records. */
  readonly reviewed: string;
  /** What `preview` printed of these records. */
  readonly digest: string | undefined;
}

/** Applies what was reviewed, and nothing else. */
export async function apply(
  { stacks, reviewed, digest }: ApplyOptions,
  context: Context,
): Promise<void> {
  await refuseOldCommit(context.env);
  const synthesized = await stacksOf(stacks, context);
  // Check all records before anything is applied, so that an app is not left half applied for a reason
  // that is known beforehand.
  const records = reviewedRecords(synthesized, reviewed, context.env);
  refuseUnshown([...records.values()], digest, context.env);
  await withTerraform(synthesized, context, async (terraforms) => {
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

/** Between the two jobs lies an approval, and what was shown before it is what was approved. */
function refuseUnshown(
  records: readonly PlanRecord[],
  digest: string | undefined,
  env: NodeJS.ProcessEnv,
): void {
  if (digest === undefined) {
    if (!isJob(env)) return;
    throw new UserError(
      "In a pipeline, apply takes what `preview` has shown, and nothing else: write --digest, with what preview gave out.",
    );
  }
  if (recordsDigest(records) === digest) return;
  throw new UserError(
    "The records are not the ones that were shown before the approval (--digest). Run all jobs again, not this one alone.",
  );
}

async function applyReviewed(
  terraform: StackTerraform,
  record: PlanRecord,
  { terminal, pause }: Context,
): Promise<void> {
  await terraform.initAs(record.lockFile);
  for (const milliseconds of PAUSES) {
    try {
      return await applyOnce(terraform, record, terminal);
    } catch (error) {
      if (!isSecretNotFoundYet((error as Error).message, record.changes)) throw error;
      terminal.print(
        `${terraform.stack.name}: Amazon ECR does not find the new secret yet. In ${milliseconds / 1000} seconds, this continues with the rest of the reviewed plan.`,
      );
      await pause(milliseconds);
    }
  }
  return applyOnce(terraform, record, terminal);
}

async function applyOnce(
  terraform: StackTerraform,
  record: PlanRecord,
  terminal: Context["terminal"],
): Promise<void> {
  const { name } = terraform.stack;
  const saved = await terraform.plan({ lock: "wait" });
  const { changes } = saved;
  refuseUnreviewed(record, { terraformVersion: saved.json.terraform_version, changes });
  if (saved.changes.length === 0) {
    terminal.print(`${name}: no changes, everything is as reviewed.`);
    return;
  }
  const left = saved.changes.length < record.changes.length ? "the rest of " : "";
  terminal.print(`${name}: applying ${left}the reviewed plan: ${describeCounts(saved.changes)}`);
  await terraform.apply(saved);
}

function whereItStopped(names: readonly string[], applied: readonly string[]): string {
  const [failed, ...later] = names.filter((name) => !applied.includes(name));
  return [
    `Applied: ${applied.join(", ") || "none"}.`,
    `Stopped at: ${failed}.`,
    ...(later.length > 0 ? [`Not applied: ${later.join(", ")}.`] : []),
  ].join(" ");
}
