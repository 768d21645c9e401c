import { UserError } from "../cli/user-error";
import type { SynthesizedStack } from "../terraform/synthesized-stack";
import { type PlanRecord, readPlanRecord } from "./plan-record";
import type { PlannedChange } from "./planned-changes";
import { isJob } from "./planned-request";
import { unreviewed } from "./review";
import { stackDigest } from "./stack-folder";
import { differentSettings, terraformSettings } from "./terraform-settings";

/** A plan, and the version of Terraform that made it. */
interface PlannedBy {
  readonly terraformVersion: string;
  readonly changes: readonly PlannedChange[];
}

/**
 * The records of stacks in a folder, when they are of exactly what is about to be applied.
 *
 * @throws UserError when one is missing, or of another configuration, or of other settings
 */
export function reviewedRecords(
  stacks: readonly SynthesizedStack[],
  folder: string,
  env: NodeJS.ProcessEnv,
): Map<string, PlanRecord> {
  const settings = terraformSettings(env);
  return new Map(
    stacks.map((stack) => {
      const record = readPlanRecord(folder, stack.name, env);
      refuseOther(record, stack, env);
      refuseOtherSettings(record, settings);
      return [stack.name, record];
    }),
  );
}

/**
 * @throws UserError when a plan would do more than was reviewed, with what that is, or was made by another
 * Terraform
 */
export function refuseUnreviewed(record: PlanRecord, planned: PlannedBy): void {
  if (planned.terraformVersion !== record.terraformVersion) {
    throw new UserError(
      `The plan of the stack ${record.stack} was reviewed as made by Terraform ${record.terraformVersion}, and this is ${planned.terraformVersion}. Run both with one version.`,
    );
  }
  const differences = unreviewed(record.changes, planned.changes);
  if (differences.length === 0) return;
  const lines = differences.map((line) => `  ${line}`).join("\n");
  throw new UserError(
    `The stack ${record.stack} was not applied: its plan is no longer the reviewed one.\n${lines}\nSomething has changed since the review, in AWS or in a variable. Open a pull request that plans the same again, review it, and merge it.`,
  );
}

function refuseOther(record: PlanRecord, stack: SynthesizedStack, env: NodeJS.ProcessEnv): void {
  const configuration = stackDigest(stack);
  if (record.stack !== stack.name || record.configuration !== configuration) {
    throw new UserError(
      `The configuration of the stack ${stack.name} is not the reviewed one: it is ${configuration.slice(0, 16)}, and ${record.configuration.slice(0, 16)} of ${record.stack} was reviewed. Plan this one, and let it be reviewed.`,
    );
  }
  if (record.request === null && isJob(env)) {
    throw new UserError(
      `The plan of the stack ${stack.name} was not made for a pull or merge request: a pipeline applies no other.`,
    );
  }
}

function refuseOtherSettings(record: PlanRecord, settings: PlanRecord["settings"]): void {
  const names = differentSettings(record.settings, settings);
  if (names.length === 0) return;
  throw new UserError(
    `Terraform would run with other settings than for the reviewed plan of the stack ${record.stack}: ${names.join(", ")}.\n  allowed: the same when planning and when applying\n  fix: unset what is set here only, or set it for the plan too, and let that be reviewed`,
  );
}
