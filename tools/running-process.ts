import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import * as z from "zod";

/** The form of a process in a file that another process reads. */
export const processIdentity = z.object({
  pid: z.number().int().positive(),
  /** When it was started, in the words of the system: a later process may get the same id. */
  started: z.string(),
  /** The name of the machine or the container that it runs on. */
  host: z.string(),
});

/** A process, told from any other one that had or will have its id. */
export type ProcessIdentity = z.infer<typeof processIdentity>;

/** @returns nothing when there is no such process */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  const started = startOf(pid);
  return started === undefined ? undefined : { pid, started, host: hostname() };
}

/** Whether a process still runs. Of another machine's processes nothing is known: that counts as yes. */
export function isRunning({ pid, started, host }: ProcessIdentity): boolean {
  return host !== hostname() || startOf(pid) === started;
}

function startOf(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // A process of another user runs all the same.
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return undefined;
  }
  return process.platform === "linux" ? startInProc(pid) : startFromPs(pid);
}

/** @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function startInProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name, in parentheses, may have blanks and parentheses of its own.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const [state = ""] = fields;
    const ticks = fields[19];
    // One that has ended and that nobody has waited for, as in a container without an init.
    if ("ZX".includes(state)) return undefined;
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()} ${ticks}`;
  } catch {
    return undefined;
  }
}

/** Where there is no /proc, as on macOS. Where there is no `ps` either, the id has to do. */
function startFromPs(pid: number): string {
  try {
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
  } catch {
    return "";
  }
}
