import { EXIT_USAGE, UsageError } from "../cli/command-line";
import { UserError } from "../cli/user-error";
import type { RequestLimits } from "../network/request-limits";
import { type CommandLine, readCommandLine, usage } from "./command-line";
import { type Examination, examine, repair } from "./examination";
import { EXIT_CODES, outcomeOf } from "./outcome";
import { describeRepair } from "./repair";
import { reportJson } from "./report-json";
import { reportText } from "./report-text";
import { targetsOf } from "./targets";

/** Where the command writes to. */
export interface Output {
  /** The report alone. */
  out(text: string): void;
  /** What `--fix` is about to do, and why there is no report. */
  err(text: string): void;
}

/** Looks at live caches, and says what would break a pull. @returns the exit code */
export async function runDoctor(
  args: readonly string[],
  output: Output,
  limits?: Partial<RequestLimits>,
): Promise<number> {
  try {
    const options = readCommandLine(args);
    if (!options.help) return await look(options, output, limits);
    output.out(usage);
    return 0;
  } catch (error) {
    output.err(`${(error as Error).message}\n`);
    return error instanceof UsageError ? EXIT_USAGE : EXIT_CODES.unknown;
  }
}

async function look(
  options: CommandLine,
  output: Output,
  limits?: Partial<RequestLimits>,
): Promise<number> {
  const examinations: Examination[] = [];
  let unreachable = 0;
  for (const target of await targetsOf(options)) {
    try {
      const seen = await examine(target, options, limits);
      examinations.push(options.fix ? await fix(seen, output) : seen);
    } catch (error) {
      // The other registries are looked at all the same.
      if (!(error instanceof UserError)) throw error;
      unreachable += 1;
      const { stack } = target;
      output.err(`${stack ? `${stack.name} could not be looked at. ` : ""}${error.message}\n`);
    }
  }
  const outcome = outcomeOf(examinations, unreachable);
  const report = options.json ? reportJson : reportText;
  if (examinations.length > 0) output.out(report(examinations, outcome));
  return EXIT_CODES[outcome];
}

/** Says what is to be done before it is done; the report says what became of it. */
async function fix(seen: Examination, output: Output): Promise<Examination> {
  const repairs = seen.findings.flatMap((one) => (one.repair ? [describeRepair(one.repair)] : []));
  if (repairs.length === 0) return seen;
  const { accountId, region } = seen.registry.aws;
  output.err(`--fix will, in ${accountId}, ${region}:\n  ${repairs.join("\n  ")}\n`);
  return repair(seen);
}
