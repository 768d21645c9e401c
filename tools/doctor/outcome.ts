import { EXIT, type ExitCode } from "../cli/exit-code";
import type { Examination, Examined } from "./examination";

/** The overall result. The words are part of the JSON, and never change. */
export type Outcome = "healthy" | "findings" | "unknown";

export const EXIT_CODES: Readonly<Record<Outcome, ExitCode>> = {
  healthy: EXIT.done,
  findings: EXIT.no,
  unknown: EXIT.failed,
};

/** @param unreachable the number of registries that could not be accessed */
export function outcomeOf(examinations: readonly Examination[], unreachable: number): Outcome {
  if (unreachable > 0) return "unknown";
  const open = examinations.flatMap(({ findings }) => findings).filter(({ fixed }) => !fixed);
  const some = (...severities: Examined["severity"][]) =>
    open.some(({ severity }) => severities.includes(severity));
  if (some("error", "warning")) return "findings";
  return some("unknown") ? "unknown" : "healthy";
}
