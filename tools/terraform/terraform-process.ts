import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readSync, rmSync } from "node:fs";
import { join } from "node:path";
import { StringDecoder } from "node:string_decoder";
import { BINARY, type CommandResult } from "./terraform-cli";

export interface TerraformRun {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly args: readonly string[];
  /** A folder that nobody else can read, for its output while it runs. */
  readonly folder: string;
  /** Told the id of the process as soon as it runs. */
  readonly onStart?: (pid: number) => void;
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

/** The files that Terraform writes its output to, in the folder of a run. */
export const OUTPUT_FILES = { stdout: "terraform.stdout", stderr: "terraform.stderr" } as const;

/** How often the output is looked at, in milliseconds. */
const TICK = 100;

/**
 * Runs Terraform in a folder, to its end. An interruption asks Terraform once to shut down gracefully, so
 * that it saves the state and releases the lock, or kills it together with its providers.
 *
 * Its output goes to files, and it has a process group of its own: when this process is killed,
 * Terraform goes on to its end, and the next run reads there what it came to.
 */
export async function runTerraform({
  cwd,
  env,
  args,
  folder,
  onStart = () => {},
  onLine = () => {},
  signal,
  end = "stop",
}: TerraformRun): Promise<CommandResult> {
  const files = [join(folder, OUTPUT_FILES.stdout), join(folder, OUTPUT_FILES.stderr)] as const;
  const [stdout, stderr] = [new GrowingFile(files[0]), new GrowingFile(files[1])];
  // In a process group of its own, also for this: otherwise Ctrl-C in a terminal would reach Terraform
  // twice, and the second signal makes it exit without saving the state.
  const child = withPrivateUmask(() =>
    spawn(BINARY, args, {
      cwd,
      env,
      detached: true,
      stdio: ["ignore", stdout.descriptor, stderr.descriptor],
    }),
  );
  const onAbort = () => (end === "kill" ? killGroup(child) : child.kill("SIGINT"));
  signal.addEventListener("abort", onAbort);
  const ticks = setInterval(() => stdout.tellLines(onLine, "growing"), TICK);
  try {
    if (child.pid !== undefined) onStart(child.pid);
    const code = await new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (status) => resolve(status ?? 1));
    });
    stdout.tellLines(onLine, "ended");
    return { code, stdout: stdout.text, stderr: stderr.text };
  } finally {
    clearInterval(ticks);
    signal.removeEventListener("abort", onAbort);
    for (const file of [stdout, stderr]) file.close();
    for (const file of files) rmSync(file, { force: true });
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

/** States and saved plans have the values of variables in them. */
function withPrivateUmask<T>(start: () => T): T {
  const before = process.umask(0o077);
  try {
    return start();
  } finally {
    process.umask(before);
  }
}

/** A file that another process writes to. */
class GrowingFile {
  readonly descriptor: number;
  readonly #decoder = new StringDecoder("utf8");
  #position = 0;
  #read = "";
  #told = 0;

  constructor(path: string) {
    this.descriptor = openSync(path, "w+", 0o600);
  }

  /** All that was written so far. */
  get text(): string {
    const chunk = Buffer.alloc(64 * 1024);
    for (;;) {
      const length = readSync(this.descriptor, chunk, 0, chunk.length, this.#position);
      if (length === 0) return this.#read;
      this.#position += length;
      this.#read += this.#decoder.write(chunk.subarray(0, length));
    }
  }

  /** Tells each line that has come since the last time; the last one only when it has its end. */
  tellLines(tell: (line: string) => void, file: "growing" | "ended"): void {
    const lines = this.text.slice(this.#told).split("\n");
    const unfinished = lines.pop() ?? "";
    for (const line of lines) {
      this.#told += line.length + 1;
      tell(line);
    }
    if (file === "ended" && unfinished !== "") tell(unfinished);
  }

  close(): void {
    closeSync(this.descriptor);
  }
}
