import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { BINARY, type CommandResult } from "../terraform/terraform-cli";
import { Refusal } from "./refusal";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

let running: ChildProcess | undefined;
let interrupted: string | undefined;

/**
 * Lets a cancelled job end well: Terraform is asked once to stop, so that it writes its state down
 * and gives its lock back, and what is private is removed. The same signal again ends this process;
 * another one does not: a runner sends SIGINT and, soon after, SIGTERM, whatever happens meanwhile.
 */
export function endWellOnSignals(): void {
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (!running || interrupted === signal) process.exit(130);
      if (interrupted) return;
      interrupted = signal;
      running.kill("SIGINT");
    });
  }
}

/**
 * Lets Terraform go on when nobody reads the output any more: behind `| head`, or where the terminal
 * was closed. Without this the process ends, and Terraform with it, before its state is written.
 */
export function goOnUnheard(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
}

/**
 * Runs Terraform in a folder, to its end.
 *
 * @param onLine is told about each line of its standard output as it comes
 */
export async function runTerraform(
  cwd: string,
  env: NodeJS.ProcessEnv,
  args: readonly string[],
  onLine: (line: string) => void = () => {},
): Promise<CommandResult> {
  // A process group of its own: a Ctrl-C in a terminal would reach Terraform twice, and a second
  // one makes it stop without writing its state.
  const child = spawn(BINARY, args, {
    cwd,
    env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  running = child;
  const output = { stdout: "", stderr: "" };
  createInterface(child.stdout).on("line", (line) => {
    output.stdout += `${line}\n`;
    onLine(line);
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output.stderr += text;
  });
  try {
    const code = await ended(child);
    if (interrupted)
      throw new Refusal("Interrupted: Terraform was asked to stop, and has stopped.");
    return { code, ...output };
  } finally {
    running = undefined;
  }
}

function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
}
