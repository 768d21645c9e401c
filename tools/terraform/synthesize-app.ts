import { resolve } from "node:path";
import { type CommandResult, run } from "./terraform-cli";

/**
 * How Node runs an app of TypeScript; `npm run synth` and cdktf.json say the same. CDKTF is loaded
 * before tsx, because tsx makes Node read the source maps of everything that is loaded after it, and
 * those of CDKTF take twice as long as all the rest.
 */
export const APP_OPTIONS: readonly string[] = ["--require", "cdktf", "--require", "tsx/cjs"];

/** Runs an app in a process of its own, and writes its Terraform JSON to `outdir`. */
export function synthesizeApp(app: string, outdir: string): Promise<CommandResult> {
  const env = { ...process.env, CDKTF_OUTDIR: outdir };
  return run(process.execPath, [...APP_OPTIONS, resolve(app)], { env });
}
