import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { UserError } from "../cli/user-error";
import { BINARY, type CommandResult } from "./terraform-cli";

export interface TerraformRun {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly args: readonly string[];
  /** Receives each line of the standard output as it is printed. */
  readonly onLine?: (line: string) => void;
  /** Stops Terraform when it is aborted. */
  readonly signal: AbortSignal;
  /**
   * How: `stop` asks Terraform to write its state down and to give its lock back, `kill` does not, where
   * nothing that it has made is kept.
   *
   * @default "stop"
   */
  readonly end?: "stop" | "kill";
}

/**
 * Runs Terraform in a folder. An interruption asks Terraform once to shut down gracefully, so that it
 * saves the state and releases the lock, or kills it together with its providers.
 *
 * @throws UserError after an interruption, when Terraform has stopped
 */
export async function runTerraform({
  cwd,
  env,
  args,
  onLine = () => {},
  signal,
  end = "stop",
}: TerraformRun): Promise<CommandResult> {
  // In a process group of its own: otherwise Ctrl-C in a terminal would reach Terraform twice, and the
  // second signal makes it exit without saving the state.
  const child = spawn(BINARY, args, {
    cwd,
    env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const onAbort = () => (end === "kill" ? killGroup(child) : child.kill("SIGINT"));
  signal.addEventListener("abort", onAbort);
  const output = { stdout: "", stderr: "" };
  createInterface(child.stdout).on("line", (line) => {
    output.stdout += `${line}\n`;
    onLine(line);
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output.stderr += text;
  });
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (status) => resolve(status ?? 1));
    });
    if (signal.aborted) {
      throw new UserError("Terraform was interrupted, and has stopped.");
    }
    return { code, ...output };
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

/** Ends a process of a group of its own, and all that it has started. */
function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
