import type { Problem } from "./problem";

/*
 * Apps run without a type check. A value whose type is wrong (a number for a prefix, one name for a
 * list of names) is reported here, before a rule looks at it. The message names its type and never
 * shows the value, which may be a token in the wrong place.
 */

/** Whether `value` is a string. */
export function checkString(value: unknown): Problem | undefined {
  return typeof value === "string" ? undefined : wrongType(value, "a string", "write it in quotes");
}

/** Whether `value` is a list of strings. */
export function checkStrings(value: unknown): Problem | undefined {
  const allowed = "a list of strings";
  if (!Array.isArray(value)) return wrongType(value, allowed, 'write it in brackets: ["…"]');
  if (value.every((item) => typeof item === "string")) return undefined;
  const other: unknown = value.find((item) => typeof item !== "string");
  const problem = wrongType(other, allowed, "write each item in quotes");
  return { ...problem, given: `a list that contains ${kindOf(other)}` };
}

/** Whether `value` is true or false. */
export function checkBoolean(value: unknown): Problem | undefined {
  return typeof value === "boolean"
    ? undefined
    : wrongType(value, "true or false", "write it without quotes");
}

/** Whether `value` is an object as braces make it: neither null nor a list, a Map or a Promise. */
export function checkObject(value: unknown): Problem | undefined {
  const allowed = "an object: { … }";
  if (!isObject(value) || kindOf(value) !== "an object") {
    return wrongType(value, allowed, "write its properties in braces");
  }
  if (!hasInherited(value)) return undefined;
  return {
    given: "an object that inherits properties",
    allowed,
    fix: "write all of its properties in its own braces; __proto__ cannot be the name of one",
  };
}

/** Whether `value` is a function. */
export function checkFunction(value: unknown): Problem | undefined {
  return typeof value === "function"
    ? undefined
    : wrongType(value, "a function", "write (stack) => …");
}

/** What is wrong with a value of another type. One that was given, and is undefined, was a mistake. */
export function wrongType(value: unknown, allowed: string, fix: string): Problem {
  return { given: kindOf(value), allowed, fix: value === undefined ? GIVE_A_VALUE : fix };
}

const GIVE_A_VALUE = "give it a value; if it comes from process.env, set that environment variable";

/** Whether exactly one of the properties is given. */
export function checkExactlyOne(value: object, names: readonly string[]): Problem | undefined {
  const given = Object.entries(value).flatMap(([name, one]) =>
    names.includes(name) && one !== undefined ? [name] : [],
  );
  if (given.length === 1) return undefined;
  const allowed = `one of ${names.join(", ")}`;
  if (given.length > 0) {
    return { given: given.join(" and "), allowed, fix: "leave out all but one" };
  }
  const named = Object.keys(value).find((name) => names.includes(name));
  if (named === undefined) return { given: "none of them", allowed, fix: "write one of them" };
  return { ...wrongType(undefined, allowed, ""), given: `${named}: undefined` };
}

/** Whether `value` is an object whose properties can be read. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The type of a value, in words. */
export function kindOf(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (typeof value === "string") return "a string";
  if (Array.isArray(value)) return "a list";
  if (typeof value !== "object") return `a ${typeof value}`;
  const [, name = "Object"] =
    /^\[object (\w+)\]$/.exec(Object.prototype.toString.call(value)) ?? [];
  return name === "Object" || name === "Module" ? "an object" : `a ${name}`;
}

/** Whether properties come from a prototype, where what lists the properties does not find them. */
function hasInherited(value: object): boolean {
  for (const name in value) if (!Object.hasOwn(value, name)) return true;
  return false;
}
