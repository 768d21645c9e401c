import { UsageError } from "../cli/command-line";
import { readCommandLine, usage } from "./command-line";
import { apply } from "./commands/apply";
import { comment } from "./commands/comment";
import { destroy } from "./commands/destroy";
import { drift } from "./commands/drift";
import { findReviewed } from "./commands/find-reviewed";
import { plan } from "./commands/plan";
import { reportDrift } from "./commands/report-drift";
import type { Context } from "./context";
import { Refusal } from "./refusal";

/** What the shell learns: CI jobs branch on these. */
export const EXIT = { done: 0, refused: 1, drift: 2, usage: 64 } as const;

/**
 * Runs one command of the pipeline.
 * @returns the exit code; throws only for a defect
 */
export async function runCommand(args: readonly string[], context: Context): Promise<number> {
  try {
    return await dispatch(args, context);
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof UsageError)) throw error;
    context.warn(error.message);
    return error instanceof UsageError ? EXIT.usage : EXIT.refused;
  }
}

async function dispatch(args: readonly string[], context: Context): Promise<number> {
  const line = readCommandLine(args);
  switch (line.command) {
    case "help":
      context.print(usage.trimEnd());
      return EXIT.done;
    case "plan":
      await plan(line, context);
      return EXIT.done;
    case "apply":
      await apply(line, context);
      return EXIT.done;
    case "drift":
      return (await drift(line, context)) ? EXIT.drift : EXIT.done;
    case "destroy":
      await destroy(line, context);
      return EXIT.done;
    case "comment":
      await comment(line, context);
      return EXIT.done;
    case "report-drift":
      await reportDrift(line, context);
      return EXIT.done;
    case "find-reviewed":
      await findReviewed(line, context);
      return EXIT.done;
  }
}
