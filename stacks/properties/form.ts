import { Token } from "cdktf";
import type { Construct } from "constructs";
import { reject } from "../../constructs/problems";
import type { Problem, Rule } from "../../problems/problem";
import { checkChoice, checkKnownName } from "../../problems/suggestion";
import { checkExactlyOne, checkObject, isObject } from "../../problems/value-type";

/**
 * What a property may be: an object with properties of its own, an object of such objects by names that
 * users choose, one of some words, what a rule says, or anything (`true`), which a rule looks at
 * elsewhere.
 */
export type Expected = Shape | Each | readonly string[] | Rule<unknown> | true;

/** What an object of properties may have, by name. */
export type Shape = { readonly [name: string]: Expected };

/** An object whose names users choose. */
export class Each {
  constructor(readonly shape: Shape) {}
}

/** The form of all properties of one kind of stack. */
export interface Form<T> {
  readonly shape: { readonly [name in keyof Required<T>]: Expected };
  /** What cannot be left out: `account.id`; a name that users choose is `*`. */
  readonly required: readonly string[];
  /** Where one of the properties is needed, and two would contradict one another. */
  readonly oneOf: Readonly<Record<string, readonly string[]>>;
}

/** A place among the properties: as users wrote it, and as the form has it. */
interface Place {
  readonly path: string;
  readonly formPath: string;
}

/**
 * Reports properties that do not exist, those that are missing, words that are none of those to
 * choose from, and values that have not the form of what is expected.
 *
 * Apps run without a type check, so that a mistyped property would be one that is not there: nothing
 * is opened, or scanned, and nobody is told.
 *
 * @returns the properties whose values the rules can look at
 */
export function checkForm<T extends object>(scope: Construct, props: T, form: Form<T>): Partial<T> {
  const { usable } = new Look(scope, form).inside({ path: "", formPath: "" }, props, form.shape);
  return Object.fromEntries(
    Object.entries(props).filter(([name]) => usable.includes(name)),
  ) as Partial<T>;
}

class Look {
  constructor(
    private readonly scope: Construct,
    private readonly form: Pick<Form<never>, "required" | "oneOf">,
  ) {}

  inside({ path, formPath }: Place, value: object, shape: Shape) {
    const names = Object.keys(shape);
    const unknown = Object.keys(value).flatMap((name) => checkKnownName(name, names) ?? []);
    for (const problem of unknown) reject(this.scope, path || "properties", problem);
    const alternatives = this.form.oneOf[formPath];
    const contradiction = alternatives && checkExactlyOne(value, alternatives);
    if (contradiction) reject(this.scope, path, contradiction);
    const given: Readonly<Record<string, unknown>> = { ...value };
    const usable = names.filter((name) =>
      this.isUsable(within({ path, formPath }, name), given[name], shape[name] ?? true),
    );
    const whole = unknown.length === 0 && !contradiction && usable.length === names.length;
    return { usable, whole };
  }

  /** Whether the rules can look at the value. */
  private isUsable(place: Place, value: unknown, expected: Expected): boolean {
    if (expected === true || Token.isUnresolved(value)) return true;
    if (value === undefined && !this.form.required.includes(place.formPath)) return true;
    const problem = checkValue(value, expected);
    if (problem) reject(this.scope, place.path, problem);
    if (problem || !isObject(value)) return !problem;
    if (expected instanceof Each) {
      const entries = Object.entries(value).map(([name, one]) =>
        this.isUsable(within(place, name, "*"), one, expected.shape),
      );
      return entries.every(Boolean);
    }
    return !isShape(expected) || this.inside(place, value, expected).whole;
  }
}

function within({ path, formPath }: Place, name: string, formName = name): Place {
  const join = (to: string, last: string) => (to === "" ? last : `${to}.${last}`);
  return { path: join(path, name), formPath: join(formPath, formName) };
}

function checkValue(value: unknown, expected: Exclude<Expected, true>): Problem | undefined {
  if (typeof expected === "function") return expected(value);
  return isShape(expected) || expected instanceof Each
    ? checkObject(value)
    : checkChoice(value, expected);
}

function isShape(expected: Expected): expected is Shape {
  return typeof expected === "object" && !Array.isArray(expected) && !(expected instanceof Each);
}
