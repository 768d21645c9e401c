import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { writeFile } from "../../atomic-file";
import { artifactName, configurationDigest } from "../configuration-digest";
import type { LockedContext } from "../context";
import { type PlanRecord, planRecord, RECORD_FILE } from "../plan-record";
import type { SecretValues } from "../secret-values";
import type { StackTerraform } from "../stack-terraform";
import { refuseHarm, stacksOf } from "../stacks";
import { describeCounts, type PlannedStack, planSummary } from "../summary";
import { withTerraform } from "../terraform-workspace";
import { refuseUnknownResources } from "../unknown-resources";
import { refuseUnwrittenStates } from "../unwritten-state";

interface ReviewablePlan extends PlannedStack {
  readonly record: PlanRecord;
  readonly secrets: SecretValues;
}

/** Plans stacks, and writes what is to be reviewed. Needs to read AWS and the state, not to write. */
export async function plan(
  { stacks, out }: { stacks: readonly string[]; out: string },
  context: LockedContext,
): Promise<void> {
  const synthesized = await stacksOf(stacks, context);
  const plans = await withTerraform(synthesized, context, async (terraforms) => {
    await refuseUnwrittenStates(synthesized, context);
    await refuseHarm(synthesized, context);
    const made: ReviewablePlan[] = [];
    for (const terraform of terraforms) made.push(await reviewablePlan(terraform, context));
    return made;
  });
  writeAll(filesOf(plans), plans, out);
  for (const { stack, changes, artifact } of plans) {
    context.print(`${stack}: ${describeCounts(changes)}; artefact ${artifact}`);
  }
  tellWorkflow(plans, out, context.env);
}

async function reviewablePlan(
  terraform: StackTerraform,
  context: LockedContext,
): Promise<ReviewablePlan> {
  const { stack, secrets } = terraform;
  await terraform.init();
  const saved = await terraform.plan({ lock: "none" });
  await refuseUnknownResources(stack, saved.changes, context);
  const configuration = configurationDigest(stack.json);
  const record = planRecord({
    stack: stack.name,
    configuration,
    terraformVersion: saved.json.terraform_version,
    providers: terraform.providers,
    lockFile: terraform.lockFile,
    changes: saved.changes.map((change) => ({ ...change, actions: [...change.actions] })),
  });
  return {
    stack: stack.name,
    changes: saved.changes,
    text: await terraform.show(saved),
    artifact: artifactName(stack.name, configuration),
    record,
    secrets,
  };
}

function filesOf(plans: readonly ReviewablePlan[]): [name: string, text: string][] {
  return [
    ...plans.flatMap(({ stack, record, text }): [string, string][] => [
      [join(stack, RECORD_FILE), `${JSON.stringify(record, undefined, 2)}\n`],
      [join(stack, "plan.txt"), `${text}\n`],
    ]),
    ["summary.md", planSummary(plans)],
  ];
}

/** Looks at everything before it writes anything: one leak, and nothing is kept. */
function writeAll(
  files: readonly [name: string, text: string][],
  plans: readonly ReviewablePlan[],
  out: string,
): void {
  for (const [name, text] of files) {
    for (const { secrets } of plans) secrets.refuseIn(text, name);
  }
  for (const [name, text] of files) writeFile(join(out, name), text);
}

/** For later jobs of a GitHub workflow, which keep the record of each stack under the artefact's name. */
function tellWorkflow(plans: readonly PlannedStack[], out: string, env: NodeJS.ProcessEnv): void {
  const file = env["GITHUB_OUTPUT"];
  if (!file) return;
  const artifacts = plans.map(({ stack, artifact }) => ({
    stack,
    name: artifact,
    path: join(out, stack),
  }));
  appendFileSync(file, `artifacts=${JSON.stringify(artifacts)}\n`);
}
