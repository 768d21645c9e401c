import { execFileSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";

/** A running process, as far as it can be inspected. */
export interface RunningProcess {
  /** Its command line. */
  readonly words: readonly string[];
  /** Its environment; absent where the operating system does not show it. */
  readonly env?: NodeJS.ProcessEnv;
  /** Whether its standard input is a terminal, so that it can prompt for values. */
  readonly hasTerminal: boolean;
}

interface Child extends RunningProcess {
  readonly parent: number;
}

/** A process and its parents, the nearest first. */
export function* processesFrom(pid: number): Generator<RunningProcess> {
  for (let id = pid; id > 1; ) {
    const found: Child | undefined = fromProc(id) ?? fromPs(id);
    if (!found) return;
    yield found;
    id = found.parent;
  }
}

function fromProc(pid: number): Child | undefined {
  const read = (name: string) => readFileSync(`/proc/${pid}/${name}`, "utf8");
  try {
    // The name, in parentheses, may contain spaces and parentheses.
    const stat = read("stat");
    const [, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const pairs = read("environ").split("\0").filter(Boolean);
    return {
      parent: Number(parent),
      words: read("cmdline").split("\0").slice(0, -1),
      env: Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s, 2))),
      hasTerminal: /^\/dev\/(pts|tty)/.test(readlinkSync(`/proc/${pid}/fd/0`)),
    };
  } catch {
    return undefined;
  }
}

/** For systems without /proc, such as macOS. An argument with spaces then becomes several. */
function fromPs(pid: number): Child | undefined {
  try {
    const line = execFileSync("ps", ["-o", "ppid=,args=", "-p", String(pid)], { encoding: "utf8" });
    const [parent, ...words] = line.trim().split(/\s+/);
    return { words, parent: Number(parent), hasTerminal: true };
  } catch {
    return undefined;
  }
}
