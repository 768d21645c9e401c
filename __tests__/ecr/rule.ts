import { expect, it } from "vitest";
import { type Problem, type Rule, shown } from "../../problems/problem";

/** Tests that a rule has nothing to say about values. */
export function itAccepts<T>(rule: Rule<T>, values: readonly T[]): void {
  it.each(values.map((value) => [value]))("may be %j", (value) => {
    expect(rule(value)).toBeUndefined();
  });
}

/** Tests that a rule refuses values, shows them, and says exactly this. */
export function itRefuses<T>(
  rule: Rule<T>,
  { allowed, fix }: Omit<Problem, "given">,
  values: readonly T[],
): void {
  it.each(values.map((value) => [value]))("may not be %j", (value) => {
    expect(rule(value)).toEqual({ given: shown(value), allowed, fix });
  });
}
