import { UserError } from "../cli/user-error";
import { preflight } from "../terraform/preflight";
import { readSynthesizedStacks } from "../terraform/synthesized-stack";
import { readVariableValues } from "../terraform/variable-values";
import { cdktfCommand, chosenStacks } from "./cdktf-command";
import { processesFrom } from "./process-tree";

/*
 * What `npx cdktf diff`, `deploy` and `destroy` need besides an app, looked at when they have run the
 * app, and said in sentences. Without this, a missing value is a question that nobody answers, and
 * missing credentials are a message about a metadata service.
 */
async function check(): Promise<void> {
  const command = cdktfCommand(processesFrom(process.ppid));
  if (!command) return;
  const stacks = chosenStacks(
    command,
    readSynthesizedStacks(process.env["CDKTF_OUTDIR"] ?? "cdktf.out"),
  );
  const values = await readVariableValues(process.cwd(), command.env ?? process.env);
  await preflight(stacks, values, process.env);
}

check().catch((error: Error) => {
  console.error(error instanceof UserError ? error.message : error);
  process.exitCode = 1;
});
