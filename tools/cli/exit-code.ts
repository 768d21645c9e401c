/** How every command ends. Scripts and CI jobs branch on these; they never change. */
export const EXIT = {
  /** It is done, or the answer is yes. */
  done: 0,
  /** The answer is no: `--check` found something, there are findings, a pull failed. */
  no: 1,
  /** It could not be done. */
  failed: 2,
  /** The command line makes no sense, as `EX_USAGE` in BSD's sysexits.h. */
  usage: 64,
  /** Somebody interrupted it, as shells say it of SIGINT. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
