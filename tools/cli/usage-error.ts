import type { Problem } from "../../problems/problem";

/** A command line that makes no sense; the message is for whoever typed it. */
export class UsageError extends Error {}

/** What is wrong with the value of an option, in the words of a rule. */
export function optionProblem(option: string, { given, allowed, fix }: Problem): UsageError {
  const value = given === undefined ? "" : ` ${given}`;
  return new UsageError(`${option}${value}\n  allowed: ${allowed}\n  fix: ${fix}`);
}
