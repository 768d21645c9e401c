import { execFile } from "node:child_process";
import { satisfies } from "semver";

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What `cdktf` reads as well: another binary to use, such as `tofu`. */
export const BINARY = process.env["TERRAFORM_BINARY_NAME"] ?? "terraform";

/** Runs a command to its end, whatever that is, without blocking this process. */
export function run(
  command: string,
  args: readonly string[],
  options: {
    readonly cwd?: string;
    readonly env?: NodeJS.ProcessEnv;
    readonly signal?: AbortSignal;
  },
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
 * @param versions the constraint that it must satisfy
 * @throws when there is none, or an older one; the message says what to do
 */
export async function terraformVersion(
  versions: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const install = `Install Terraform ${versions}: https://developer.hashicorp.com/terraform/install`;
  const env = { ...environment, CHECKPOINT_DISABLE: "1" };
  const result = await run(BINARY, ["version", "-json"], { env }).catch(() => undefined);
  if (!result) throw new Error(`There is no \`${BINARY}\` on the PATH. ${install}`);
  const version = String(JSON.parse(result.stdout).terraform_version);
  if (!satisfies(version, versions, { includePrerelease: true })) {
    throw new Error(`\`${BINARY}\` is version ${version}, which is too old. ${install}`);
  }
  return version;
}
