import { describe, expect, it } from "vitest";
import { shown } from "../../problems/problem";
import { checkWholeNumber } from "../../problems/whole-number";

describe("a value in a problem", () => {
  it("is quoted, on one line, and cut to a readable length", () => {
    expect(shown("a\nb")).toBe('"a\\nb"');
    expect(shown("x".repeat(78))).toBe(`"${"x".repeat(78)}"`);
    expect(shown("x".repeat(79))).toBe(`"${"x".repeat(76)}...`);
  });

  const itself: { self?: unknown } = {};
  itself.self = itself;

  it.each([
    [undefined, "undefined"],
    [null, "null"],
    [1.5, "1.5"],
    [Number.NaN, "NaN"],
    [10n, "10"],
    [true, "true"],
    [["a", 1], '["a",1]'],
    [{ a: 1 }, '{"a":1}'],
    [() => 1, "a function"],
    [Symbol("x"), "a symbol"],
    [itself, "an object that contains itself, or that JSON cannot express"],
    [{ a: 10n }, "an object that contains itself, or that JSON cannot express"],
  ])("is shown as JSON has it, or in words: %#", (value, text) => {
    expect(shown(value)).toBe(text);
  });
});

describe("a whole number", () => {
  it.each([1, 2, Number.MAX_SAFE_INTEGER])("may be %d", (value) => {
    expect(checkWholeNumber(value, "a whole number of days", "write another")).toBeUndefined();
  });

  it.each([0, -1, 1.5, Number.NaN, 2 ** 53])("may not be %d", (value) => {
    expect(checkWholeNumber(value, "a whole number of days", "write another")).toEqual({
      given: String(value),
      allowed: "a whole number of days, 1 or more",
      fix: "write another",
    });
  });
});
