import type { Problem } from "./problem";

/*
 * Apps run without a type check. What has not even the form that the rules look at (a number for a
 * prefix, one name for a list of them) is reported here. It is named by its kind and never shown: it
 * may be a token at the wrong place.
 */

/** Whether `value` is text. */
export function checkText(value: unknown): Problem | undefined {
  if (typeof value === "string") return undefined;
  return { given: kindOf(value), allowed: "text", fix: "write it in quotes" };
}

/** Whether `value` is a list of texts. */
export function checkTexts(value: unknown): Problem | undefined {
  if (!Array.isArray(value)) {
    return { given: kindOf(value), allowed: "a list of texts", fix: 'write it in brackets: ["…"]' };
  }
  const other = value.find((item) => typeof item !== "string");
  if (value.every((item) => typeof item === "string")) return undefined;
  return {
    given: `a list with ${kindOf(other)} in it`,
    allowed: "a list of texts",
    fix: "write each of them in quotes",
  };
}

/** Whether `value` is one of the two that a switch has. */
export function checkSwitch(value: unknown): Problem | undefined {
  if (typeof value === "boolean") return undefined;
  return { given: kindOf(value), allowed: "true or false", fix: "write it without quotes" };
}

/** Whether `value` has properties. */
export function checkObject(value: unknown): Problem | undefined {
  if (isObject(value)) return undefined;
  return {
    given: kindOf(value),
    allowed: "an object: { … }",
    fix: "write its properties in braces",
  };
}

/** Whether `value` can be called. */
export function checkFunction(value: unknown): Problem | undefined {
  if (typeof value === "function") return undefined;
  return { given: kindOf(value), allowed: "a function", fix: "write (stack) => …" };
}

/** Whether one of the properties is given, and not two of them. */
export function checkOneOf(value: object, names: readonly string[]): Problem | undefined {
  const given = Object.entries(value).flatMap(([name, one]) =>
    names.includes(name) && one !== undefined ? [name] : [],
  );
  if (given.length === 1) return undefined;
  return {
    given: given.length === 0 ? "none of them" : given.join(" and "),
    allowed: `one of ${names.join(", ")}`,
    fix: given.length === 0 ? "write one of them" : "leave all but one out",
  };
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What kind of value it is, in words. */
export function kindOf(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (typeof value === "string") return "a text";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
