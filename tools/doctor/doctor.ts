import type { Context } from "../cli/context";
import type { ExitCode } from "../cli/exit-code";
import { UserError } from "../cli/user-error";
import type { DoctorOptions } from "./doctor-options";
import { type Examination, examine, repair } from "./examination";
import { EXIT_CODES, outcomeOf } from "./outcome";
import { describeRepair } from "./repair";
import { reportJson } from "./report-json";
import { reportText } from "./report-text";
import { targetsOf } from "./targets";

/** Checks live caches for everything that would break a pull. */
export async function doctor(options: DoctorOptions, context: Context): Promise<ExitCode> {
  const { terminal, interruption } = context;
  const limits = { signal: interruption.signal, timeout: options.timeout };
  const examinations: Examination[] = [];
  let unreachable = 0;
  for (const target of await targetsOf(options, context)) {
    const name = target.stack?.name;
    terminal.status(`checking ${name ?? "the registry"}`);
    try {
      const seen = await examine(target, options, limits);
      examinations.push(options.fix ? await fix(seen, context) : seen);
    } catch (error) {
      // The other registries are still checked.
      if (!(error instanceof UserError)) throw error;
      unreachable += 1;
      terminal.warn(`${name ? `${name} could not be checked. ` : ""}${error.message}`);
    }
  }
  const outcome = outcomeOf(examinations, unreachable);
  if (examinations.length > 0) {
    if (options.json) terminal.printJson(reportJson(examinations, outcome));
    else terminal.print(reportText(examinations, outcome, terminal.colors));
  }
  return EXIT_CODES[outcome];
}

/** Announces the repairs before they are made. The report then shows their result. */
async function fix(seen: Examination, { terminal }: Context): Promise<Examination> {
  const repairs = seen.findings.flatMap((one) => (one.repair ? [describeRepair(one.repair)] : []));
  if (repairs.length === 0) return seen;
  const { accountId, region } = seen.registry.aws;
  terminal.warn(`--fix will, in ${accountId}, ${region}:\n  ${repairs.join("\n  ")}`);
  return repair(seen);
}
