import { TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import { describe, expect, it } from "vitest";
import { checkForm, Each, type Form, type FormOf, hasForm } from "../../constructs/form";
import { checkString } from "../../problems/value-type";
import { template } from "../template";

type Props = Readonly<Record<"region" | "mode" | "anything" | "part" | "each", unknown>>;

const FORM: FormOf<Props> = {
  shape: {
    region: checkString,
    mode: ["on", "off"],
    anything: true,
    part: { shape: { id: checkString, other: checkString }, required: ["id"] },
    each: new Each({ shape: { id: checkString }, required: ["id"] }),
  },
  required: ["region"],
  advice: (name) => (name === "token" ? "leave it in the environment" : undefined),
};
const NAMES = "region, mode, anything, part, each";
const right = { region: "eu-west-1" };

/** The first line of each problem, without the construct. */
function problemsOf(check: (scope: Construct) => void): string[] {
  return template(check).problems.map((one) => one.replace("[stack] ", "").split("\n")[0] ?? "");
}

const found = (props: object, path?: string) => {
  let usable: object = {};
  const problems = problemsOf((scope) => {
    usable = checkForm(scope, props as Props, FORM, path);
  });
  return { usable: Object.keys(usable), problems };
};

const isWhole = (props: object, form: Form = FORM) => {
  let whole: boolean | undefined;
  const problems = problemsOf((scope) => {
    whole = hasForm(scope, props, form, "scanning");
  });
  return { whole, problems };
};

describe("the form of properties", () => {
  it("may have all of them, or those that are required", () => {
    const all = {
      ...{ region: "a", mode: "on", anything: Symbol("x") },
      ...{ part: { id: "a", other: "b" }, each: { one: { id: "a" }, two: { id: "b" } } },
    };
    expect(found(all)).toEqual({ usable: Object.keys(all), problems: [] });
    expect(found(right)).toEqual({ usable: ["region"], problems: [] });
    for (const one of [all, right]) expect(isWhole(one)).toEqual({ whole: true, problems: [] });
  });

  it("has nothing to say of properties that are undefined, unless they are required", () => {
    expect(found({ ...right, mode: undefined, part: undefined }).problems).toEqual([]);
    expect(found({ region: undefined }).problems).toEqual(["region = undefined"]);
  });

  it.each([
    ["a string", "a", "properties = a string"],
    ["null", null, "properties = null"],
    ["a list", [1], "properties = a list"],
  ])("is not that of %s", (_, props, problem) => {
    expect(found(props as never)).toEqual({ usable: [], problems: [problem] });
    expect(isWhole(props as never)).toEqual({
      whole: false,
      problems: [problem.replace("properties", "scanning")],
    });
  });

  it.each([
    ["an unknown property", { ...right, regio: "a" }, 'properties = "regio"', ["region"]],
    ["a missing one", { mode: "on" }, "region = nothing", ["mode"]],
    ["a wrong type", { region: 1, mode: "on" }, "region = a number", ["mode"]],
    ["a wrong choice", { ...right, mode: "of" }, 'mode = "of"', ["region"]],
    ["a part that is none", { ...right, part: "a" }, "part = a string", ["region"]],
    ["a part that lacks something", { ...right, part: {} }, "part.id = nothing", ["region"]],
    ["a wrong part", { ...right, part: { id: 1 } }, "part.id = a number", ["region"]],
    ["an unknown part", { ...right, part: { id: "a", x: 1 } }, 'part = "x"', ["region"]],
    ["things that are none", { ...right, each: [] }, "each = a list", ["region"]],
    ["a thing that is none", { ...right, each: { a: "x" } }, "each.a = a string", ["region"]],
    [
      "a thing that is undefined",
      { ...right, each: { a: undefined } },
      "each.a = undefined",
      ["region"],
    ],
    [
      "a wrong thing after a right one",
      { ...right, each: { a: { id: "a" }, b: { id: 1 } } },
      "each.b.id = a number",
      ["region"],
    ],
  ])("reports %s, and leaves the others to the rules", (_, props, problem, usable) => {
    expect(found(props)).toEqual({ usable, problems: [problem] });
    expect(isWhole(props).whole).toBe(false);
  });

  it("names the place of each property", () => {
    expect(found({ region: 1, x: 2 }, "scanning").problems).toEqual([
      'scanning = "x"',
      "scanning.region = a number",
    ]);
    expect(isWhole({ region: 1 }).problems).toEqual(["scanning.region = a number"]);
  });

  it("says what is allowed, and the fix: that of the form, where it has one", () => {
    const whole = (props: object) =>
      template((scope) => {
        checkForm(scope, props as Props, FORM);
      }).problems;
    expect(whole({ ...right, token: "a" })).toEqual([
      `[stack] properties = "token"\n  allowed: ${NAMES}\n  fix: leave it in the environment`,
    ]);
    expect(whole({ ...right, mod: "a" })).toEqual([
      `[stack] properties = "mod"\n  allowed: ${NAMES}\n  fix: did you mean "mode"?`,
    ]);
    expect(whole({})).toEqual(["[stack] region = nothing\n  allowed: a string\n  fix: add it"]);
  });

  it("asks for a property without a type as for any other", () => {
    const form: Form = { shape: { days: true }, required: ["days"] };
    expect(isWhole({}, form)).toEqual({ whole: false, problems: [] });
    expect(isWhole({ days: undefined }, form).whole).toBe(true);
  });

  it("has one of several, where they exclude each other", () => {
    const form: Form = { shape: { days: true, images: true }, oneOf: ["days", "images"] };
    expect(isWhole({ days: 1 }, form)).toEqual({ whole: true, problems: [] });
    expect(isWhole({ days: 1, images: 1 }, form)).toEqual({
      whole: false,
      problems: ["scanning = days and images"],
    });
    expect(isWhole({}, form).problems).toEqual(["scanning = none of them"]);
  });

  it("does not look at what only Terraform knows", () => {
    const problems = problemsOf((stack) => {
      const { value } = new TerraformVariable(stack, "x", { type: "any" });
      const props = { region: value, mode: value, part: value, each: { a: value } };
      checkForm(stack, { anything: value, ...props }, FORM);
    });
    expect(problems).toEqual([]);
  });
});
