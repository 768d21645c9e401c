import type { ExitCode } from "./exit-code";
import type { Interruption } from "./interruption";
import type { Terminal } from "./terminal";

/** What a command works with besides its own options. */
export interface Context {
  readonly terminal: Terminal;
  readonly env: NodeJS.ProcessEnv;
  readonly interruption: Interruption;
  readonly readStandardInput: () => Promise<string>;
  /** The exit code, unless the command throws. */
  exitCode: ExitCode;
}
