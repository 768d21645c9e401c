/** The exit codes of every command. Scripts and CI jobs depend on them, so they never change. */
export const EXIT = {
  /** Success, or the answer is yes. */
  done: 0,
  /** The answer is no: `--check` found something, there are findings, or a pull failed. */
  no: 1,
  /** The command failed. */
  failed: 2,
  /** The command line is wrong: `EX_USAGE` in BSD's sysexits.h. */
  usage: 64,
  /** The command was interrupted, as shells report SIGINT. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
