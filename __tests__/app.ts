import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findProject, synthesizeApp } from "../tools/cdktf/project";
import type { CommandResult } from "../tools/terraform/terraform-cli";

export interface SynthesizedApp extends CommandResult {
  /** The Terraform JSON of each stack, as it is on the disk. */
  readonly stacks: Record<string, string>;
}

/** Runs an app as `npm run synth` does, in a process of its own, and reads what it wrote. */
export async function synthesized(file: string): Promise<SynthesizedApp> {
  const outdir = join(mkdtempSync(join(tmpdir(), "synth-")), "cdktf.out");
  const result = await synthesizeApp(findProject(file), outdir);
  return { ...result, stacks: readStacks(outdir) };
}

function readStacks(outdir: string): Record<string, string> {
  const folder = join(outdir, "stacks");
  const names = readdirSync(outdir).includes("stacks") ? readdirSync(folder) : [];
  const read = (name: string) => readFileSync(join(folder, name, "cdk.tf.json"), "utf8");
  return Object.fromEntries(names.sort().map((name) => [name, read(name)]));
}

/** The JSON without the version of CDKTF, which changes with every update and means nothing. */
export function withoutVersion(json: string): string {
  return json.replace(/("version": )"\d+\.\d+\.\d+"/, '$1"(cdktf)"');
}
