import { Interruption } from "../../../tools/cli/interruption";
import { type Program, run } from "../../../tools/cli/run";
import { Terminal } from "../../../tools/cli/terminal";
import { ECR_CACHE } from "../../../tools/main";

export interface Around {
  readonly env?: NodeJS.ProcessEnv;
  readonly stdin?: string;
  readonly interruption?: Interruption;
  /** Makes standard output and standard error a terminal so wide. */
  readonly columns?: number;
  readonly program?: Program;
}

/** Runs the command in this process, as if the words had been typed. */
export async function ecrCache(words: readonly string[], around: Around = {}) {
  const { env = process.env, stdin = "", interruption = new Interruption() } = around;
  const printed = { stdout: "", stderr: "" };
  const stream = (name: "stdout" | "stderr") => ({
    isTTY: around.columns !== undefined,
    columns: around.columns,
    write: (text: string) => {
      printed[name] += text;
    },
  });
  const terminal = new Terminal({ stdout: stream("stdout"), stderr: stream("stderr"), env });
  const code = await run(around.program ?? ECR_CACHE, words, {
    terminal,
    env,
    interruption,
    readStandardInput: async () => stdin,
  });
  return { code, ...printed };
}
