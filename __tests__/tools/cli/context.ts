import type { Context } from "../../../tools/cli/context";
import { EXIT } from "../../../tools/cli/exit-code";
import { Interruption } from "../../../tools/cli/interruption";
import { Terminal } from "../../../tools/cli/terminal";

/** What a command works with, and what it has said so far. */
export function aContext(env: NodeJS.ProcessEnv): { context: Context; said: () => string } {
  let said = "";
  const stream = {
    write: (text: string) => {
      said += text;
    },
  };
  const context: Context = {
    terminal: new Terminal({ stdout: stream, stderr: stream, env }),
    env,
    interruption: new Interruption(),
    readStandardInput: async () => "",
    exitCode: EXIT.done,
  };
  return { context, said: () => said };
}
