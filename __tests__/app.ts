import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export interface SynthesizedApp {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The folder that was written, `cdktf.out`. */
  readonly outdir: string;
  /** The Terraform JSON of each stack, as it is on the disk. */
  readonly stacks: Record<string, string>;
}

/** Runs an app as `npm run synth` does, in a process of its own, and reads what it wrote. */
export async function synthesizeApp(file: string): Promise<SynthesizedApp> {
  const outdir = join(mkdtempSync(join(tmpdir(), "synth-")), "cdktf.out");
  const result = await runApp(file, outdir);
  return { ...result, outdir, stacks: readStacks(outdir) };
}

function runApp(file: string, outdir: string) {
  const args = ["--require", "tsx/cjs", resolve(file)];
  const env = { ...process.env, CDKTF_OUTDIR: outdir };
  return new Promise<{ code: number; stdout: string; stderr: string }>((done) => {
    execFile(process.execPath, args, { env }, (error, stdout, stderr) => {
      done({ code: Number(error?.code ?? 0), stdout, stderr });
    });
  });
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
