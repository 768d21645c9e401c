import type { ExitCode } from "./exit-code";
import type { Interruption } from "./interruption";
import type { Terminal } from "./terminal";

/** What a command works with besides its own options; tests give it a world of their own. */
export interface Context {
  readonly terminal: Terminal;
  readonly env: NodeJS.ProcessEnv;
  readonly interruption: Interruption;
  readonly readStandardInput: () => Promise<string>;
  /** How the command ends, unless it throws. */
  exitCode: ExitCode;
}
