import { type Problem, shown } from "./problem";

/**
 * Whether a number is a whole one, 1 at least.
 *
 * @param unit what is counted: "a whole number of days"
 */
export function checkWholeNumber(value: number, unit: string, fix: string): Problem | undefined {
  if (Number.isSafeInteger(value) && value >= 1) return undefined;
  return { given: shown(value), allowed: `${unit}, 1 or more`, fix };
}
