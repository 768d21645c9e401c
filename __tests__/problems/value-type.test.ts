import { describe, expect, it } from "vitest";
import type { Problem } from "../../problems/problem";
import {
  checkBoolean,
  checkExactlyOne,
  checkFunction,
  checkObject,
  checkString,
  checkStrings,
  isObject,
  kindOf,
  wrongType,
} from "../../problems/value-type";

const GIVE = "give it a value; if it comes from process.env, set that environment variable";

type Row = readonly [
  rule: (value: unknown) => Problem | undefined,
  right: readonly unknown[],
  wrong: readonly unknown[],
  allowed: string,
  fix: string,
];

const RULES: Readonly<Record<string, Row>> = {
  "a string": [checkString, ["", "a"], [1, null, ["a"]], "a string", "write it in quotes"],
  "a list": [
    checkStrings,
    [[], ["a", "b"]],
    ["a", null, { 0: "a" }],
    "a list of strings",
    'write it in brackets: ["…"]',
  ],
  "a boolean": [
    checkBoolean,
    [true, false],
    ["true", 0, null],
    "true or false",
    "write it without quotes",
  ],
  "a function": [checkFunction, [() => 1], ["x", {}, null], "a function", "write (stack) => …"],
  "an object": [
    checkObject,
    [{}, { a: 1 }, Object.create(null)],
    [1, "a", null, [], new Map(), Promise.resolve()],
    "an object: { … }",
    "write its properties in braces",
  ],
};

describe("a property whose value is", () => {
  it.each(Object.entries(RULES))("%s is not of another type", (_, row) => {
    const [rule, right, wrong, allowed, fix] = row;
    for (const value of right) expect(rule(value)).toBeUndefined();
    for (const value of wrong) expect(rule(value)).toEqual({ given: kindOf(value), allowed, fix });
    expect(rule(undefined)).toEqual({ given: "undefined", allowed, fix: GIVE });
  });

  it("a list contains strings only", () => {
    expect(checkStrings(["a", 1, null])).toEqual({
      given: "a list that contains a number",
      allowed: "a list of strings",
      fix: "write each item in quotes",
    });
    expect(checkStrings([undefined])).toEqual({
      given: "a list that contains undefined",
      allowed: "a list of strings",
      fix: GIVE,
    });
  });

  it("an object inherits nothing", () => {
    expect(checkObject(Object.create({ region: "eu-west-1" }))).toEqual({
      given: "an object that inherits properties",
      allowed: "an object: { … }",
      fix: "write all of its properties in its own braces; __proto__ cannot be the name of one",
    });
  });
});

describe("a value of another type", () => {
  it("is answered with the fix, or was to come from somewhere", () => {
    expect(wrongType(1, "a string", "write it")).toEqual({
      given: "a number",
      allowed: "a string",
      fix: "write it",
    });
    expect(wrongType(undefined, "a string", "write it").fix).toBe(GIVE);
  });

  it.each([
    [undefined, "undefined"],
    [null, "null"],
    ["a", "a string"],
    [1, "a number"],
    [true, "a boolean"],
    [10n, "a bigint"],
    [() => 1, "a function"],
    [[], "a list"],
    [{}, "an object"],
    [Object.create(null), "an object"],
    [new Date(0), "a Date"],
    [new Map(), "a Map"],
    [Promise.resolve(), "a Promise"],
    [{ [Symbol.toStringTag]: "Module" }, "an object"],
    [{ [Symbol.toStringTag]: "Two words" }, "an object"],
    [{ [Symbol.toStringTag]: "x] [object Map" }, "an object"],
  ])("has a name: %#", (value, name) => {
    expect(kindOf(value)).toBe(name);
  });

  it("may have properties, or not", () => {
    for (const one of [{}, new Map()]) expect(isObject(one)).toBe(true);
    for (const one of [null, undefined, [], "a", 1, () => 1]) expect(isObject(one)).toBe(false);
  });
});

describe("properties of which there is exactly one", () => {
  const check = (value: object) => checkExactlyOne(value, ["days", "images"]);

  it.each([{ days: 1 }, { images: 1, other: 2 }, { days: 1, images: undefined }])(
    "may be %j",
    (value) => {
      expect(check(value)).toBeUndefined();
    },
  );

  it.each([
    [{}, "none of them", "write one of them"],
    [{ other: 1 }, "none of them", "write one of them"],
    [{ days: 1, images: 2 }, "days and images", "leave out all but one"],
    [{ images: undefined }, "images: undefined", GIVE],
    [{ other: 1, days: undefined }, "days: undefined", GIVE],
  ])("may not be %j", (value, given, fix) => {
    expect(check(value)).toEqual({ given, allowed: "one of days, images", fix });
  });
});
