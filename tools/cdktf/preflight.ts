import { UserError } from "../cli/user-error";
import type { Inspection } from "../deployment/inspection";
import { preflight } from "../terraform/preflight";
import { readSynthesizedStacks } from "../terraform/synthesized-stack";
import { readVariableValues } from "../terraform/variable-values";
import { cdktfCommand, chosenStacks } from "./cdktf-command";
import { OutputLock } from "./output-lock";
import { processesFrom } from "./process-tree";
import { lockProviders } from "./provider-lock";
import { endWith, outdirOfThisProcess, waiting } from "./synthesis-turn";

/*
 * Checks what `npx cdktf diff`, `deploy` and `destroy` need besides the app, after they have run the
 * app. Without this check, a missing value leads to a prompt that nobody answers, missing credentials
 * to an error message about a metadata service, and what others have in AWS is replaced.
 */
async function check(): Promise<void> {
  const above = [...processesFrom(process.ppid)];
  const command = cdktfCommand(above);
  if (!command) return;
  const root = process.cwd();
  const outdir = outdirOfThisProcess();
  // For as long as cdktf runs: it goes on to Terraform when this process has ended.
  await OutputLock.acquire(outdir, waiting("cdktf", above, command.pid));
  const all = readSynthesizedStacks(outdir);
  const stacks = chosenStacks(command, all);
  const env = command.env ?? process.env;
  await preflight(stacks, await readVariableValues(root, env), process.env);
  if (command.deploys) {
    // With the clients of AWS, it takes longer to load than `cdktf synth` should.
    const { inspectDeployment } = await import("../deployment/inspection");
    const { restrictLocalState } = await import("../deployment/state-mode");
    const { inspectUnwrittenStates } = await import("../deployment/unwritten-state");
    for (const stack of stacks) restrictLocalState(stack);
    goOnUnlessRefused(await inspectUnwrittenStates(stacks, root));
    goOnUnlessRefused(await inspectDeployment({ stacks, all, root, env }));
  }
  warn(await lockProviders(stacks, command, outdir, process.env));
}

function goOnUnlessRefused({ refusals, warnings }: Inspection): void {
  warn(warnings);
  if (refusals.length > 0) throw new UserError(refusals.join("\n\n"));
}

function warn(warnings: readonly string[]): void {
  for (const warning of warnings) console.error(`warning: ${warning}\n`);
}

check().catch(endWith);
