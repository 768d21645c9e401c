import { UserError } from "../cli/user-error";
import { preflight } from "../terraform/preflight";
import { readSynthesizedStacks } from "../terraform/synthesized-stack";
import { readVariableValues } from "../terraform/variable-values";
import { cdktfCommand, chosenStacks } from "./cdktf-command";
import { processesFrom } from "./process-tree";
import { lockProviders } from "./provider-lock";

/*
 * Checks what `npx cdktf diff`, `deploy` and `destroy` need besides the app, after they have run the
 * app. Without this check, a missing value leads to a prompt that nobody answers, missing credentials
 * to an error message about a metadata service, and what others have in AWS is replaced.
 */
async function check(): Promise<void> {
  const command = cdktfCommand(processesFrom(process.ppid));
  if (!command) return;
  const root = process.cwd();
  const outdir = process.env["CDKTF_OUTDIR"] ?? "cdktf.out";
  const all = readSynthesizedStacks(outdir);
  const stacks = chosenStacks(command, all);
  const env = command.env ?? process.env;
  await preflight(stacks, await readVariableValues(root, env), process.env);
  if (command.deploys) {
    // With the clients of AWS, it takes longer to load than `cdktf synth` should.
    const { inspectDeployment } = await import("../deployment/inspection");
    const { refusals, warnings } = await inspectDeployment({ stacks, all, root, env });
    warn(warnings);
    if (refusals.length > 0) throw new UserError(refusals.join("\n\n"));
  }
  warn(await lockProviders(stacks, command, outdir, process.env));
}

function warn(warnings: readonly string[]): void {
  for (const warning of warnings) console.error(`warning: ${warning}\n`);
}

check().catch((error: Error) => {
  console.error(error instanceof UserError ? error.message : error);
  process.exitCode = 1;
});
