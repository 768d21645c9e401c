import { setTimeout } from "node:timers/promises";
import { UserError } from "../cli/user-error";
import type { LockOptions } from "./output-lock";
import type { RunningProcess } from "./process-tree";

/** Where CDKTF writes to in this process, and in those that it starts. */
export function outdirOfThisProcess(): string {
  return process.env["CDKTF_OUTDIR"] ?? "cdktf.out";
}

/**
 * How an app, or what it starts, waits for another run.
 *
 * @param above the processes above this one: a run of theirs is this one's own
 * @param pid the process that the run ends with
 */
export function waiting(
  command: string,
  above: readonly RunningProcess[],
  pid = process.pid,
): LockOptions {
  return {
    command,
    pause: (milliseconds) => setTimeout(milliseconds),
    tell: (line) => console.error(`${line}\n`),
    pid,
    above: new Set(above.map((one) => one.pid)),
  };
}

/** Ends a process with what the user has to know. */
export function endWith(error: Error): void {
  console.error(error instanceof UserError ? error.message : error);
  process.exitCode = 1;
}
