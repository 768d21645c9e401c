import { spawn } from "node:child_process";
import { closeSync, openSync, readSync, rmSync } from "node:fs";
import { join } from "node:path";
import { StringDecoder } from "node:string_decoder";
import { BINARY, type CommandResult } from "../terraform/terraform-cli";

export interface TerraformRun {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly args: readonly string[];
  /** A folder that nobody else can read, for its output while it runs. */
  readonly folder: string;
  /** Told the id of the process as soon as it runs. */
  readonly onStart?: (pid: number) => void;
  /** Told about each line of its standard output as it comes. */
  readonly onLine?: (line: string) => void;
  /** Asks Terraform to stop. */
  readonly signal: AbortSignal;
}

/** The files that Terraform writes its output to, in the folder of a run. */
export const OUTPUT_FILES = { stdout: "terraform.stdout", stderr: "terraform.stderr" } as const;

/** How often the output is looked at, in milliseconds. */
const TICK = 100;

/**
 * Runs Terraform in a folder, to its end. When somebody interrupts, Terraform is asked once to stop, so
 * that it writes its state down and gives its lock back.
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
}: TerraformRun): Promise<CommandResult> {
  const files = [join(folder, OUTPUT_FILES.stdout), join(folder, OUTPUT_FILES.stderr)] as const;
  const [stdout, stderr] = [new GrowingFile(files[0]), new GrowingFile(files[1])];
  // A process group of its own, also for this: a Ctrl-C in a terminal would reach Terraform twice, and
  // a second one makes it stop without writing its state.
  const child = withPrivateUmask(() =>
    spawn(BINARY, args, {
      cwd,
      env,
      detached: true,
      stdio: ["ignore", stdout.descriptor, stderr.descriptor],
    }),
  );
  const askToStop = () => child.kill("SIGINT");
  signal.addEventListener("abort", askToStop);
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
    signal.removeEventListener("abort", askToStop);
    for (const file of [stdout, stderr]) file.close();
    for (const file of files) rmSync(file, { force: true });
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
