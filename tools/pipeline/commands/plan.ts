import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { writeFile } from "../../atomic-file";
import { artifactName, sha256 } from "../configuration-digest";
import type { Context } from "../context";
import { type PlannedRequest, planRecord, RECORD_FILE, recordText } from "../plan-record";
import { requestOfJob } from "../planned-request";
import type { SecretValues } from "../secret-values";
import { stackDigest } from "../stack-folder";
import type { StackTerraform } from "../stack-terraform";
import { refuseHarm, stacksOf } from "../stacks";
import { describeCounts, type PlannedStack, planSummary } from "../summary";
import { terraformSettings } from "../terraform-settings";
import { withTerraform } from "../terraform-workspace";

/** What is the same for all stacks of one run. */
interface PlanOrigin {
  readonly request: PlannedRequest | null;
  readonly settings: Readonly<Record<string, string>>;
}

/** A plan that people can read, with its record. */
export interface ReviewablePlan extends PlannedStack {
  readonly secrets: SecretValues;
}

/** Plans stacks, and writes what has to be reviewed. It only needs read access to AWS and the state. */
export async function plan(
  { stacks, out }: { stacks: readonly string[]; out: string },
  context: Context,
): Promise<void> {
  const { env } = context;
  const request = requestOfJob(env);
  const synthesized = await stacksOf(stacks, context);
  const plans = await withTerraform(synthesized, context, async (terraforms) => {
    await refuseHarm(synthesized, context);
    const made: ReviewablePlan[] = [];
    for (const terraform of terraforms) {
      await terraform.init();
      made.push(await reviewablePlan(terraform, { request, settings: terraformSettings(env) }));
    }
    return made;
  });
  writePlans(plans, out);
  for (const { record } of plans) {
    const { stack, changes } = record;
    context.terminal.print(`${stack}: ${describeCounts(changes)}; artefact ${artifactOf(record)}`);
  }
  setWorkflowOutput(plans, out, context.env);
}

/** Plans one stack, in which Terraform is initialized. */
export async function reviewablePlan(
  terraform: StackTerraform,
  origin: PlanOrigin,
): Promise<ReviewablePlan> {
  const { stack, secrets } = terraform;
  const saved = await terraform.plan({ lock: "none" });
  const text = `${await terraform.show(saved)}\n`;
  const record = planRecord({
    ...origin,
    stack: stack.name,
    configuration: stackDigest(stack),
    terraformVersion: saved.json.terraform_version,
    providers: terraform.providers,
    lockFile: terraform.lockFile,
    changes: saved.changes.map((change) => ({ ...change, actions: [...change.actions] })),
    text: sha256(text),
  });
  return { record, text, secrets };
}

/** Writes what is to be reviewed: looks at everything before, so that after one leak nothing is kept. */
export function writePlans(plans: readonly ReviewablePlan[], out: string): void {
  const files = [
    ...plans.flatMap(({ record, text }) => [
      [join(record.stack, RECORD_FILE), recordText(record)] as const,
      [join(record.stack, "plan.txt"), text] as const,
    ]),
    ["summary.md", planSummary(plans)] as const,
  ];
  for (const [name, text] of files) {
    for (const { secrets } of plans) secrets.refuseIn(text, name);
  }
  for (const [name, text] of files) writeFile(join(out, name), text);
}

function artifactOf({ stack, configuration }: PlannedStack["record"]): string {
  return artifactName(stack, configuration);
}

/** Sets an output for later jobs of a GitHub workflow, which upload the record of each stack. */
function setWorkflowOutput(
  plans: readonly PlannedStack[],
  out: string,
  env: NodeJS.ProcessEnv,
): void {
  const file = env["GITHUB_OUTPUT"];
  if (!file) return;
  const artifacts = plans.map(({ record }) => ({
    stack: record.stack,
    name: artifactOf(record),
    path: join(out, record.stack),
  }));
  appendFileSync(file, `artifacts=${JSON.stringify(artifacts)}\n`);
}
