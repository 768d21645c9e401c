import { execFile } from "node:child_process";
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
  /** Stops the process when it is aborted. */
  readonly signal?: AbortSignal;
}

/** The binary of Terraform. The variable, which cdktf reads too, names another one, such as `tofu`. */
export const BINARY = process.env["TERRAFORM_BINARY_NAME"] ?? "terraform";

/** Runs a command, and returns its output whether it succeeds or fails. */
export function run(
  command: string,
  args: readonly string[],
  options: RunOptions,
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const maxBuffer = 64 * 1024 * 1024;
    execFile(command, args, { ...options, maxBuffer }, (error, stdout, stderr) => {
      if (error && typeof error.code !== "number") reject(error);
      else resolve({ code: Number(error?.code ?? 0), stdout, stderr });
    });
  });
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
