import { resolve } from "node:path";
import { Interruption } from "../../../tools/cli/interruption";
import { type Program, run } from "../../../tools/cli/run";
import { Terminal } from "../../../tools/cli/terminal";
import { ECR_CACHE } from "../../../tools/main";
import type { CommandResult } from "../../../tools/terraform/terraform-cli";

/** What Node runs to run the command as a user does, from whatever folder. */
export const ENTRY = resolve("tools/ecr-cache.cjs");

export interface Around {
  readonly env?: NodeJS.ProcessEnv;
  readonly stdin?: string;
  readonly interruption?: Interruption;
  /** Makes standard output and standard error a terminal so wide. */
  readonly columns?: number;
  readonly program?: Program;
  /** The folder in which somebody stands. */
  readonly folder?: string;
}

/** Runs the command in this process, as if the words had been typed. */
export async function ecrCache(
  words: readonly string[],
  around: Around = {},
): Promise<CommandResult> {
  const { columns, stdin = "", interruption = new Interruption(), folder = "." } = around;
  const isTTY = columns !== undefined;
  const env = around.env ?? (isTTY ? interactive(process.env) : process.env);
  const printed = { stdout: "", stderr: "" };
  const stream = (name: "stdout" | "stderr") => ({
    isTTY,
    columns,
    write: (text: string) => {
      printed[name] += text;
    },
  });
  const terminal = new Terminal({ stdout: stream("stdout"), stderr: stream("stderr"), env });
  const before = process.cwd();
  process.chdir(folder);
  try {
    const code = await run(around.program ?? ECR_CACHE, words, {
      terminal,
      env,
      interruption,
      readStandardInput: async () => stdin,
    });
    return { code, ...printed };
  } finally {
    process.chdir(before);
  }
}

/** Also in CI, a terminal of a test is one for people. */
function interactive(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...env, CI: "", NO_COLOR: "", TERM: "xterm-256color" };
}
