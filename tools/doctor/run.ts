import { EXIT_USAGE, UsageError } from "../cli/command-line";
import { type CommandLine, readCommandLine, usage } from "./command-line";
import { type Examination, examine, repair } from "./examination";
import { isAnswer } from "./finding";
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
export async function runDoctor(args: readonly string[], output: Output): Promise<number> {
  try {
    const options = readCommandLine(args);
    if (!options.help) return await look(options, output);
    output.out(usage);
    return 0;
  } catch (error) {
    output.err(`${sentenceOf(error as Error)}\n`);
    return error instanceof UsageError ? EXIT_USAGE : EXIT_CODES.unknown;
  }
}

async function look(options: CommandLine, output: Output): Promise<number> {
  const examinations: Examination[] = [];
  for (const target of await targetsOf(options)) {
    const seen = await examine(target, options);
    examinations.push(options.fix ? await fix(seen, output) : seen);
  }
  output.out(options.json ? reportJson(examinations) : reportText(examinations));
  return EXIT_CODES[outcomeOf(examinations)];
}

/** Says what is to be done before it is done; the report says what became of it. */
async function fix(seen: Examination, output: Output): Promise<Examination> {
  const repairs = seen.findings.flatMap((one) => (one.repair ? [describeRepair(one.repair)] : []));
  if (repairs.length === 0) return seen;
  const { accountId, region } = seen.registry.aws;
  output.err(`--fix will, in ${accountId}, ${region}:\n  ${repairs.join("\n  ")}\n`);
  return repair(seen);
}

function sentenceOf(error: Error): string {
  if (!isAnswer(error)) return error.message;
  return `AWS refused the look: ${error.name}: ${error.message}\nfix: allow whoever runs this what docs/doctor.md lists under permissions`;
}
