import { type ChildProcess, spawn } from "node:child_process";
import { satisfies } from "semver";
import { UserError } from "../cli/user-error";

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Whether the command is a command line for a shell. */
  readonly shell?: boolean;
  /** Stops the process, and what it has started, when it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** The binary of Terraform. The variable, which cdktf reads too, names another one, such as `tofu`. */
export const BINARY = process.env["TERRAFORM_BINARY_NAME"] ?? "terraform";

/** In characters of standard output or standard error. */
const LONGEST_OUTPUT = 64 * 1024 * 1024;

/**
 * Runs a command, and returns its output whether it succeeds or fails.
 *
 * @throws UserError when it prints too much
 */
export function run(
  command: string,
  args: readonly string[],
  { signal, ...options }: RunOptions,
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      ...options,
      detached: HAS_PROCESS_GROUPS,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let endedFor: unknown;
    const end = (reason: unknown) => {
      endedFor ??= reason;
      endGroup(child);
    };
    const interrupt = () => end(signal?.reason);
    if (signal?.aborted) interrupt();
    signal?.addEventListener("abort", interrupt);
    const output = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8").on("data", (text: string) => {
        if (output[name].length <= LONGEST_OUTPUT) output[name] += text;
        else end(new UserError(`\`${command}\` prints more than 64 MiB, and was ended.`));
      });
    }
    child.once("error", reject);
    child.once("close", (code, endedBy) => {
      signal?.removeEventListener("abort", interrupt);
      if (endedFor !== undefined) reject(endedFor);
      else if (code !== null) resolve({ code, ...output });
      else resolve({ ...output, code: 1, stderr: `${output.stderr}It was ended by ${endedBy}.` });
    });
  });
}

/** A shell does not pass on a signal to what it runs; a process group of its own gets it as a whole. */
const HAS_PROCESS_GROUPS = process.platform !== "win32";

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined || !HAS_PROCESS_GROUPS) {
    child.kill();
    return;
  }
  try {
    process.kill(-child.pid, "SIGTERM");
  } catch {
    // It has ended by itself.
  }
}

/** Runs Terraform in a folder. */
export function terraform(
  cwd: string,
  env: NodeJS.ProcessEnv,
  ...args: readonly string[]
): Promise<CommandResult> {
  return run(BINARY, args, { cwd, env });
}

/**
 * The version of the Terraform on the PATH.
 *
 * @param versions the version constraint that it must satisfy
 * @throws UserError when there is none, or an older one
 */
export async function terraformVersion(
  versions: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const install = `Install Terraform ${versions}: https://developer.hashicorp.com/terraform/install`;
  const env = { ...environment, CHECKPOINT_DISABLE: "1" };
  const result = await run(BINARY, ["version", "-json"], { env }).catch(() => undefined);
  if (!result) throw new UserError(`There is no \`${BINARY}\` on the PATH. ${install}`);
  const version = String(JSON.parse(result.stdout).terraform_version);
  if (!satisfies(version, versions, { includePrerelease: true })) {
    throw new UserError(`\`${BINARY}\` is version ${version}, which is too old. ${install}`);
  }
  return version;
}
