import { chmodSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeFile } from "../atomic-file";
import type { Interruption } from "../cli/interruption";
import type { Terminal } from "../cli/terminal";
import { UserError } from "../cli/user-error";
import type { SynthesizedStack } from "../terraform/synthesized-stack";
import type { CommandResult } from "../terraform/terraform-cli";
import { runTerraform } from "../terraform/terraform-process";
import { type PlanJson, type PlannedChange, plannedChanges } from "./planned-changes";
import type { SecretValues } from "./secret-values";

/** A saved plan, and its content. */
export interface SavedPlan {
  readonly file: string;
  readonly json: PlanJson;
  readonly changes: readonly PlannedChange[];
}

/** The options of a plan. */
export interface PlanOptions {
  /** Without write access, the lock of the state cannot be taken. */
  readonly lock: "none" | "wait";
  readonly destroy?: boolean;
}

const LOCK: Record<PlanOptions["lock"], string> = { none: "-lock=false", wait: "-lock-timeout=5m" };

/** Runs Terraform in the folder of one stack, and masks secrets in everything that it prints. */
export class StackTerraform {
  readonly #lockFile: string;

  constructor(
    readonly stack: SynthesizedStack,
    readonly secrets: SecretValues,
    private readonly settings: {
      readonly env: NodeJS.ProcessEnv;
      readonly variableFiles: readonly string[];
      /** The folder for saved plans, which only this user can read, and which is deleted. */
      readonly folder: string;
      readonly terminal: Terminal;
      readonly interruption: Interruption;
    },
  ) {
    this.#lockFile = join(stack.folder, ".terraform.lock.hcl");
  }

  /** The text of the provider lock file; null where a running provider is used (reattached). */
  get lockFile(): string | null {
    return existsSync(this.#lockFile) ? readFileSync(this.#lockFile, "utf8") : null;
  }

  /** The versions of the providers in the lock file, by their addresses. */
  get providers(): Record<string, string> {
    const entry = /^provider "([^"]+)" \{\s+version\s+= "([^"]+)"/gm;
    const found = (this.lockFile ?? "").matchAll(entry);
    return Object.fromEntries([...found].map(([, name = "", version = ""]) => [name, version]));
  }

  async init(): Promise<void> {
    await this.#run("init", "-input=false");
  }

  /** Installs exactly the providers that were reviewed. */
  async initAs(lockFile: string | null): Promise<void> {
    if (lockFile === null) {
      rmSync(this.#lockFile, { force: true });
      return this.init();
    }
    writeFile(this.#lockFile, lockFile);
    await this.#run("init", "-input=false", "-lockfile=readonly");
  }

  async plan({ lock, destroy = false }: PlanOptions): Promise<SavedPlan> {
    const file = join(this.settings.folder, `${this.stack.name}.tfplan`);
    await this.#run(
      "plan",
      "-input=false",
      LOCK[lock],
      ...(destroy ? ["-destroy"] : []),
      ...this.settings.variableFiles.map((path) => `-var-file=${path}`),
      `-out=${file}`,
    );
    chmodSync(file, 0o600);
    const { stdout } = await this.#run("show", "-json", file);
    const json = parsePlan(stdout, this.stack.name);
    return { file, json, changes: plannedChanges(json) };
  }

  /** A saved plan in the format for people. */
  async show(plan: SavedPlan): Promise<string> {
    if (plan.changes.length === 0) return "No changes.";
    const { stdout } = await this.#run("show", plan.file);
    return stdout.trim();
  }

  /** Applies a saved plan, and prints the progress. */
  async apply(plan: SavedPlan): Promise<void> {
    await this.#execute(
      (line) => this.settings.terminal.print(this.secrets.mask(line)),
      [
        "apply",
        "-no-color",
        "-input=false",
        LOCK.wait,
        ...this.#ephemeralVariableFiles(),
        plan.file,
      ],
    );
  }

  /** A saved plan contains no values of ephemeral variables, and accepts no others. */
  #ephemeralVariableFiles(): string[] {
    const variables = Object.values(this.stack.json.variable ?? {});
    if (!variables.some(({ ephemeral }) => ephemeral)) return [];
    return this.settings.variableFiles.map((path) => `-var-file=${path}`);
  }

  #run(command: string, ...args: readonly string[]): Promise<CommandResult> {
    return this.#execute(() => {}, [command, "-no-color", ...args]);
  }

  async #execute(onLine: (line: string) => void, args: readonly string[]): Promise<CommandResult> {
    const { folder, name } = this.stack;
    const { env, interruption } = this.settings;
    const result = await interruption.letFinish(() =>
      runTerraform({ cwd: folder, env, args, onLine, signal: interruption.signal }),
    );
    if (result.code === 0) return result;
    const said = this.secrets.mask(result.stderr.trim() || result.stdout.trim());
    throw new UserError(`terraform ${args[0]} of the stack ${name} failed:\n${said}`);
  }
}

/** The error of the parser would quote the text, which contains values of variables. */
function parsePlan(text: string, stack: string): PlanJson {
  try {
    return JSON.parse(text);
  } catch {
    throw new UserError(`terraform show of the stack ${stack} did not print JSON.`);
  }
}
