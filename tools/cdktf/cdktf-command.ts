import { basename } from "node:path";
import { matchesStack } from "../terraform/stack-pattern";
import type { SynthesizedStack } from "../terraform/synthesized-stack";
import type { RunningProcess } from "./process-tree";

/** A command of cdktf that runs Terraform after it has synthesized the app. */
export interface CdktfCommand {
  /** Whether it changes what the stacks have in AWS, or plans to. */
  readonly deploys: boolean;
  /** Names of stacks, or patterns with `*`; an empty list means all stacks. */
  readonly stacks: readonly string[];
  /** The environment of cdktf, which hides `TF_VAR_…` from the app. Absent where it cannot be read. */
  readonly env?: NodeJS.ProcessEnv;
  /** Whether variables may get values in another way: by an option, or by a prompt. */
  readonly hasOtherValues: boolean;
  /** Whether it leaves the provider lock file as it is: `--skip-provider-lock`. */
  readonly skipsProviderLock: boolean;
  /** Whether it moves the state to another backend: `--migrate-state`. */
  readonly migratesState: boolean;
}

const READING = ["diff", "plan"];
const COMMANDS = [...READING, "deploy", "apply", "destroy"];

/** Options that take a value. */
const WITH_VALUE =
  /^(-a|-o|--app|--output|--outputs-file|--var|--var-file|--(terraform-)?parallelism)$/;

/**
 * Finds out which command of cdktf runs the app. cdktf does not pass it on, but is one of the parent
 * processes.
 *
 * @param above the parent processes, the nearest first
 * @returns nothing for other commands of cdktf, or where cdktf does not run the app
 */
export function cdktfCommand(above: Iterable<RunningProcess>): CdktfCommand | undefined {
  for (const { words, env, hasTerminal } of above) {
    const at = words.findIndex((word) => /^cdktf(\.js)?$/.test(basename(word)));
    // The shell between cdktf and the app may have the word in a path; cdktf itself has it at the start.
    if (at < 0 || at > 1) continue;
    const [command = "", ...rest] = words.slice(at + 1);
    if (!COMMANDS.includes(command)) return undefined;
    const asks = hasTerminal && !READING.includes(command);
    const isValue = (index: number) => WITH_VALUE.test(rest[index - 1] ?? "");
    return {
      deploys: command !== "destroy",
      stacks: rest.filter((word, index) => !word.startsWith("-") && !isValue(index)),
      env,
      hasOtherValues: asks || rest.some((word) => /^--var(-file)?(=|$)/.test(word)),
      skipsProviderLock: rest.includes("--skip-provider-lock"),
      migratesState: rest.includes("--migrate-state"),
    };
  }
  return undefined;
}

/** The stacks that the command applies to, with the variables that must have a value. */
export function chosenStacks(
  { stacks, env, hasOtherValues }: CdktfCommand,
  all: readonly SynthesizedStack[],
): SynthesizedStack[] {
  const chosen = all.filter(
    ({ name }) => stacks.length === 0 || stacks.some((pattern) => matchesStack(name, pattern)),
  );
  if (env && !hasOtherValues) return chosen;
  return chosen.map((stack) => ({ ...stack, json: { ...stack.json, variable: {} } }));
}
