import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { writeFile } from "../atomic-file";
import { UserError } from "../cli/user-error";
import {
  identifyProcess,
  isRunning,
  type ProcessIdentity,
  processIdentity,
} from "../running-process";

const terraformWork = z.object({
  stack: z.string(),
  /** Such as `apply`. */
  command: z.string(),
  process: processIdentity,
  /** The private folder in which its output and its saved plan are. */
  folder: z.string(),
});

const run = z.object({
  /** For people: `pipeline apply`. */
  command: z.string(),
  holder: processIdentity,
  terraform: terraformWork.optional(),
});

/** What Terraform does, or did, for a run. */
export type TerraformWork = z.infer<typeof terraformWork>;

/** A run that works in a project's `cdktf.out`. */
export type Run = z.infer<typeof run>;

/** How often a run that finds another one looks again, about once a second. */
const ATTEMPTS = 300;

export interface LockOptions {
  /** What this run is, for people who read it in another one. */
  readonly command: string;
  /** Waits for so many milliseconds. */
  readonly pause: (milliseconds: number) => Promise<unknown>;
  /** Told once that this run waits. */
  readonly tell: (line: string) => void;
  /** The process that the run ends with. @default - this one */
  readonly pid?: number;
  /** Processes whose runs this one is a part of: it does not wait for them. @default - none */
  readonly above?: ReadonlySet<number>;
}

/**
 * Keeps `cdktf.out` to one run at a time, from its synthesis to the end of Terraform. Terraform counts
 * as the run, also when the process that started it was killed.
 *
 * Each run writes a file of its own and looks for those of others afterwards: of two runs that begin at
 * the same time, at least one sees the other.
 */
export class OutputLock {
  readonly #name = `.run-${process.pid}-${randomBytes(4).toString("hex")}.json`;
  readonly #holder: ProcessIdentity;
  #terraform: TerraformWork | undefined;

  private constructor(
    private readonly outdir: string,
    private readonly command: string,
    pid: number,
  ) {
    const holder = identifyProcess(pid);
    if (!holder) throw new Error(`there is no process ${pid}`);
    this.#holder = holder;
  }

  /**
   * @param outdir what CDKTF writes to
   * @throws UserError when another run has not ended after five minutes
   */
  static async acquire(outdir: string, options: LockOptions): Promise<OutputLock> {
    const { command, pause, tell, pid = process.pid, above = new Set() } = options;
    mkdirSync(outdir, { recursive: true });
    const lock = new OutputLock(outdir, command, pid);
    for (let attempt = 0; ; attempt += 1) {
      lock.note(undefined);
      const [name, other] =
        lock.#others().find(([, one]) => !above.has(one.holder.pid) && goesOn(one)) ?? [];
      if (!name || !other) {
        if (pid === process.pid) process.once("exit", lock.#atExit);
        lock.#forgetEnded();
        return lock;
      }
      lock.release();
      const described = `${describeRun(other)} is at work in ${outdir}`;
      if (attempt === ATTEMPTS) {
        throw new UserError(
          `${described}, and has not ended in five minutes.\n  fix: run this again when it has ended. If it was on another machine, which is gone, delete ${join(outdir, name)}`,
        );
      }
      if (attempt === 0) tell(`${described}. This run waits until it has ended.`);
      // Two that have just seen each other must not look again at the same time.
      await pause(750 + Math.random() * 500);
    }
  }

  /** Notes what Terraform does now, for the next run if this one is killed. */
  note(terraform: TerraformWork | undefined): void {
    this.#terraform = terraform;
    const content: Run = { command: this.command, holder: this.#holder, terraform };
    writeFile(join(this.outdir, this.#name), JSON.stringify(content), {
      newMode: 0o600,
      outlives: "process",
    });
  }

  /** The runs that were killed while Terraform ran, which are forgotten with this. */
  takeKilled(): Run[] {
    const others = this.#others().filter(([, other]) => !goesOn(other));
    for (const [name] of others) rmSync(join(this.outdir, name), { force: true });
    return others.map(([, one]) => one);
  }

  release(): void {
    process.off("exit", this.#atExit);
    rmSync(join(this.outdir, this.#name), { force: true });
  }

  /** Of a run that was killed while no Terraform ran, there is nothing to find out. */
  #forgetEnded(): void {
    for (const [name, other] of this.#others()) {
      if (!other.terraform && !goesOn(other)) rmSync(join(this.outdir, name), { force: true });
    }
  }

  /** Terraform outlives this process, and the next run has to know. */
  readonly #atExit = () => {
    if (!this.#terraform) this.release();
  };

  #others(): [name: string, other: Run][] {
    const names = readdirSync(this.outdir).filter(isRunNote);
    return names
      .filter((name) => name !== this.#name)
      .flatMap((name) => {
        const other = readRun(join(this.outdir, name));
        return other ? [[name, other]] : [];
      });
  }
}

/** Whether a file of `cdktf.out` is what a run says of itself. */
export function isRunNote(name: string): boolean {
  return /^\.run-.+\.json$/.test(name);
}

/** @returns nothing when the run has ended in the meantime */
function readRun(file: string): Run | undefined {
  try {
    return run.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}

function goesOn({ holder, terraform }: Run): boolean {
  return isRunning(holder) || (terraform !== undefined && isRunning(terraform.process));
}

function describeRun({ command, holder, terraform }: Run): string {
  if (terraform && !isRunning(holder)) {
    return `\`terraform ${terraform.command}\` of the stack ${terraform.stack} (process ${terraform.process.pid}), whose \`${command}\` was killed,`;
  }
  return `\`${command}\` (process ${holder.pid} on ${holder.host})`;
}
