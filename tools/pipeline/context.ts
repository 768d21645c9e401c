import type { synthesizeApp } from "../terraform/synthesize-app";

/** What a command works with besides its own options; tests give it a world of their own. */
export interface Context {
  /** The project's root: `cdktf.out`, local state and variable files are in it. */
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  /** Runs an app, in a process of its own. */
  readonly synthesize: typeof synthesizeApp;
  /** Writes a line for people or, on standard output, for whoever reads the command's result. */
  readonly print: (line: string) => void;
  /** Writes a line on standard error. */
  readonly warn: (line: string) => void;
}
