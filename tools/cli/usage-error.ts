import type { Problem } from "../../problems/problem";

/** A mistake in the command line: shown without a stack trace, and ends a command with 64. */
export class UsageError extends Error {}

/** The error for the value of an option that breaks a rule. */
export function optionProblem(option: string, { given, allowed, fix }: Problem): UsageError {
  const value = given === undefined ? "" : ` ${given}`;
  return new UsageError(`${option}${value}\n  allowed: ${allowed}\n  fix: ${fix}`);
}
