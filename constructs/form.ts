import { Token } from "cdktf";
import type { Construct } from "constructs";
import type { Problem, Rule } from "../problems/problem";
import { checkChoice, checkKnownName } from "../problems/suggestion";
import { checkExactlyOne, checkObject, isObject } from "../problems/value-type";
import { reject } from "./problems";

/**
 * What a property may be: an object with a form of its own, an object of such objects under names that
 * users choose, one of some strings, what a rule accepts, or anything (`true`), which is checked
 * elsewhere.
 */
export type Expected = Form | Each | readonly string[] | Rule<unknown> | true;

/** The properties of an object: which there are, what each may be, and which have to be there. */
export interface Form {
  readonly shape: Readonly<Record<string, Expected>>;
  /** Properties that cannot be left out. */
  readonly required?: readonly string[];
  /** Properties of which exactly one has to be there. */
  readonly oneOf?: readonly string[];
  /** The fix for a property that there is not, where more is known than a similar name. */
  readonly advice?: (name: string) => string | undefined;
}

/** A form that has an entry for each property of `T`: the compiler checks that none is forgotten. */
export interface FormOf<T> extends Form {
  readonly shape: { readonly [name in KeysOf<T>]: Expected };
  readonly required?: readonly KeysOf<T>[];
  readonly oneOf?: readonly KeysOf<T>[];
}

/** The properties of all members of a union. */
type KeysOf<T> = T extends unknown ? keyof T & string : never;

/** An object whose names users choose, and whose values all have one form. */
export class Each {
  constructor(readonly form: Form) {}
}

/**
 * Reports properties that do not exist, those that are missing, strings that are none of those to
 * choose from, and values whose type is not the expected one.
 *
 * Apps run without a type check. A mistyped property would be ignored: nothing would be opened, or
 * scanned, and nobody would be told.
 *
 * @param path where the properties are, for the messages: `scanning`; empty for a stack's own
 * @returns the properties that rules can look at
 */
export function checkForm<T extends object>(
  scope: Construct,
  props: T,
  form: FormOf<T>,
  path = "",
): Partial<T> {
  const problem = checkObject(props);
  if (problem) {
    reject(scope, path || "properties", problem);
    return {};
  }
  const { usable } = inside(scope, path, props, form);
  return Object.fromEntries(
    Object.entries(props).filter(([name]) => usable.includes(name)),
  ) as Partial<T>;
}

/** Like `checkForm`, for a construct that makes nothing unless all of its properties are usable. */
export function hasForm(scope: Construct, props: object, form: Form, path: string): boolean {
  const problem = checkObject(props);
  if (problem) reject(scope, path, problem);
  return !problem && inside(scope, path, props, form).whole;
}

function inside(scope: Construct, path: string, value: object, form: Form) {
  const names = Object.keys(form.shape);
  const unknown = Object.keys(value).flatMap((name) => {
    const problem = checkKnownName(name, names);
    return problem ? [{ ...problem, fix: form.advice?.(name) ?? problem.fix }] : [];
  });
  for (const problem of unknown) reject(scope, path || "properties", problem);
  const contradiction = form.oneOf && checkExactlyOne(value, form.oneOf);
  if (contradiction) reject(scope, path, contradiction);
  const given: Readonly<Record<string, unknown>> = { ...value };
  const usable = Object.entries(form.shape).flatMap(([name, expected]) => {
    const isRequired = form.required?.includes(name) ?? false;
    const at = within(path, name);
    if (isRequired && !Object.hasOwn(given, name)) return missing(scope, at, expected);
    return isUsable(scope, at, given[name], expected, isRequired) ? [name] : [];
  });
  const whole = unknown.length === 0 && !contradiction && usable.length === names.length;
  return { usable, whole };
}

function missing(scope: Construct, path: string, expected: Expected): [] {
  const problem = expected === true ? undefined : checkValue(undefined, expected);
  if (problem) reject(scope, path, { ...problem, given: "nothing", fix: "add it" });
  return [];
}

/** Whether rules can look at the value. */
function isUsable(
  scope: Construct,
  path: string,
  value: unknown,
  expected: Expected,
  isRequired: boolean,
): boolean {
  if (expected === true || Token.isUnresolved(value)) return true;
  if (value === undefined && !isRequired) return true;
  const problem = checkValue(value, expected);
  if (problem) reject(scope, path, problem);
  if (problem || !isObject(value)) return !problem;
  if (expected instanceof Each) {
    const entries = Object.entries(value).map(([name, one]) =>
      isUsable(scope, within(path, name), one, expected.form, true),
    );
    return entries.every(Boolean);
  }
  return !isForm(expected) || inside(scope, path, value, expected).whole;
}

function within(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

function checkValue(value: unknown, expected: Exclude<Expected, true>): Problem | undefined {
  if (typeof expected === "function") return expected(value);
  return isForm(expected) || expected instanceof Each
    ? checkObject(value)
    : checkChoice(value, expected);
}

function isForm(expected: Expected): expected is Form {
  return typeof expected === "object" && "shape" in expected;
}
