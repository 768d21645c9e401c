import { describe, expect, it } from "vitest";
import { checkChoice, checkKnownName } from "../../problems/suggestion";

const KNOWN = ["prefix", "secretArn", "onPush"];

describe("a name", () => {
  it("is known, or it is told which ones are", () => {
    expect(checkKnownName("prefix", KNOWN)).toBeUndefined();
    expect(checkKnownName("somethingElse", KNOWN)).toEqual({
      given: '"somethingElse"',
      allowed: "prefix, secretArn, onPush",
      fix: "leave it out, or choose one of these",
    });
  });

  it.each([
    ["prefx", "prefix"],
    ["prfx", "prefix"],
    ["PREFIX", "prefix"],
    ["ONPUSH", "onPush"],
    ["secretArns", "secretArn"],
    ["secretArn___", "secretArn"],
  ])("is mistyped as %s, and the nearest is offered", (name, nearest) => {
    expect(checkKnownName(name, KNOWN)?.fix).toBe(`did you mean "${nearest}"?`);
  });

  it.each(["prx", "pfx", "o", "secretArn_____", ""])("may be too far from all: %j", (name) => {
    expect(checkKnownName(name, KNOWN)?.fix).toBe("leave it out, or choose one of these");
  });
});

describe("a choice", () => {
  it("is one of some strings", () => {
    expect(checkChoice("prefix", KNOWN)).toBeUndefined();
    expect(checkChoice("prefx", KNOWN)?.fix).toBe('did you mean "prefix"?');
    expect(checkChoice(1, KNOWN)).toEqual({
      given: "a number",
      allowed: "prefix, secretArn, onPush",
      fix: "choose one of these",
    });
  });
});
