import { resolve } from "node:path";
import { type CommandResult, run } from "./terraform-cli";

/** What Node runs to run an app, as `npm run synth` and cdktf.json say too. */
export const RUN_APP = "tools/run-app.cjs";

/** Runs an app in a process of its own, and writes its Terraform JSON to `outdir`. */
export function synthesizeApp(
  app: string,
  outdir: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<CommandResult> {
  const env = { ...environment, CDKTF_OUTDIR: outdir };
  return run(process.execPath, [resolve(RUN_APP), resolve(app)], { env });
}
