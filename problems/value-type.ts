import type { Problem } from "./problem";

/*
 * Apps run without a type check. A value whose type is wrong (a number for a prefix, one name for a
 * list of names) is reported here, before a rule looks at it. The message names its type and never
 * shows the value, which may be a token in the wrong place.
 */

/** Whether `value` is a string. */
export function checkString(value: unknown): Problem | undefined {
  if (typeof value === "string") return undefined;
  return { given: kindOf(value), allowed: "a string", fix: "write it in quotes" };
}

/** Whether `value` is a list of strings. */
export function checkStrings(value: unknown): Problem | undefined {
  if (!Array.isArray(value)) {
    return {
      given: kindOf(value),
      allowed: "a list of strings",
      fix: 'write it in brackets: ["…"]',
    };
  }
  const other = value.find((item) => typeof item !== "string");
  if (value.every((item) => typeof item === "string")) return undefined;
  return {
    given: `a list that contains ${kindOf(other)}`,
    allowed: "a list of strings",
    fix: "write each item in quotes",
  };
}

/** Whether `value` is true or false. */
export function checkBoolean(value: unknown): Problem | undefined {
  if (typeof value === "boolean") return undefined;
  return { given: kindOf(value), allowed: "true or false", fix: "write it without quotes" };
}

/** Whether `value` is an object, and neither null nor a list. */
export function checkObject(value: unknown): Problem | undefined {
  if (isObject(value)) return undefined;
  return {
    given: kindOf(value),
    allowed: "an object: { … }",
    fix: "write its properties in braces",
  };
}

/** Whether `value` is a function. */
export function checkFunction(value: unknown): Problem | undefined {
  if (typeof value === "function") return undefined;
  return { given: kindOf(value), allowed: "a function", fix: "write (stack) => …" };
}

/** Whether exactly one of the properties is given. */
export function checkExactlyOne(value: object, names: readonly string[]): Problem | undefined {
  const given = Object.entries(value).flatMap(([name, one]) =>
    names.includes(name) && one !== undefined ? [name] : [],
  );
  if (given.length === 1) return undefined;
  return {
    given: given.length === 0 ? "none of them" : given.join(" and "),
    allowed: `one of ${names.join(", ")}`,
    fix: given.length === 0 ? "write one of them" : "leave out all but one",
  };
}

/** Whether `value` is an object whose properties can be read. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The type of a value, in words. */
export function kindOf(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (typeof value === "string") return "a string";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
