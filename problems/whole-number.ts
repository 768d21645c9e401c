import { type Problem, shown } from "./problem";

/**
 * Whether `value` is a whole number, 1 or more.
 *
 * @param unit what is counted: "a whole number of days"
 */
export function checkWholeNumber(value: number, unit: string, fix: string): Problem | undefined {
  if (Number.isSafeInteger(value) && value >= 1) return undefined;
  return { given: shown(value), allowed: `${unit}, 1 or more`, fix };
}
