import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../cli/user-error";
import type { SynthesizedStack } from "../terraform/synthesized-stack";
import { configurationDigest } from "./configuration-digest";
import { isJob } from "./planned-request";

const CONFIGURATION = "cdk.tf.json";

/** What Terraform, and OpenTofu, read in a folder by themselves. */
const READ = /\.(tf|tofu|tfvars)(\.json)?$|\.tfvars$/;

/** Terraform's own, which it takes for what it left there: the backend, the workspace, providers, modules. */
const LEFT = [".terraform", ".terraform.lock.hcl"];

/** Blocks that change what the state knows, and nothing of what there should be. */
const OF_THE_STATE = ["import", "moved", "removed"];

/**
 * Removes what is in the way of a synth in a pipeline: there, nobody looks at what a commit or an earlier
 * job put into the folders that Terraform reads. On a laptop nothing is removed.
 */
export function emptyOutput(outdir: string, env: NodeJS.ProcessEnv): void {
  if (isJob(env)) rmSync(outdir, { recursive: true, force: true });
}

/**
 * Refuses what Terraform would read in a stack's folder besides what was synthesized: an override file
 * changes anything, and neither a digest of the configuration nor its diff shows it. On a laptop, files
 * with nothing but blocks about the state may be there, as `ecr-cache import` writes them, and what
 * Terraform left there itself.
 *
 * @throws UserError with the files, and what to do
 */
export function refuseStrayFiles(
  stacks: readonly SynthesizedStack[],
  env: NodeJS.ProcessEnv,
): void {
  for (const stack of stacks) refuseOtherText(stack);
  const stray = stacks.flatMap(({ folder }) =>
    readdirSync(folder)
      .filter((name) => isStray(folder, name, env))
      .map((name) => join(folder, name)),
  );
  if (stray.length === 0) return;
  const lines = stray.map((file) => `  ${file}`).join("\n");
  const allowed = isJob(env)
    ? `only ${CONFIGURATION}, which the app writes`
    : `${CONFIGURATION}, and files with nothing but blocks of import, moved or removed`;
  throw new UserError(
    `Terraform would read files that the app did not synthesize:\n${lines}\n  allowed: ${allowed}\n  fix: look at what they are, say it in the app (addOverride of the stack), and remove them`,
  );
}

/** Names all that Terraform reads in a stack's folder: equal exactly when it is given the same. */
export function stackDigest({ folder, json }: SynthesizedStack): string {
  const imports = readdirSync(folder)
    .filter((name) => isConfiguration(name))
    .sort()
    .map((name) => [name, parsed(join(folder, name))]);
  return configurationDigest(imports.length === 0 ? json : { json, imports });
}

/**
 * Terraform takes both of two members with the same name in JSON, and Node.js the last: a digest of what
 * was parsed is one of what Terraform reads only for a text without any.
 */
function refuseOtherText({ name, folder, json }: SynthesizedStack): void {
  const file = join(folder, CONFIGURATION);
  const withoutBlanks = readFileSync(file, "utf8").replace(/("(?:[^"\\]|\\.)*")|\s+/g, "$1");
  if (withoutBlanks === JSON.stringify(json)) return;
  throw new UserError(
    `${file} is not the configuration of the stack ${name} as CDKTF writes it: something has changed it after the synth.\n  fix: let the app alone write it`,
  );
}

function isStray(folder: string, name: string, env: NodeJS.ProcessEnv): boolean {
  if (LEFT.includes(name)) return isJob(env);
  if (!READ.test(name) || name === CONFIGURATION) return false;
  return isJob(env) || !isConfiguration(name) || !changesOnlyState(join(folder, name));
}

function isConfiguration(name: string): boolean {
  return (
    name.endsWith(".tf.json") && name !== CONFIGURATION && !/(^|_)override\.tf\.json$/.test(name)
  );
}

function changesOnlyState(file: string): boolean {
  const content = parsed(file);
  return (
    content !== null &&
    typeof content === "object" &&
    Object.keys(content).every((key) => OF_THE_STATE.includes(key))
  );
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
