import { describe, expect, it } from "vitest";
import { UserError } from "../../../tools/cli/user-error";
import { SecretValues } from "../../../tools/pipeline/secret-values";

const TOKEN = 'not-a-"real"-token';

const secrets = new SecretValues(
  {
    name: "cache",
    folder: "",
    json: {
      terraform: { required_providers: {} },
      variable: {
        token: { sensitive: true },
        passing: { ephemeral: true },
        key: { sensitive: true },
        tiny: { sensitive: true },
        map: { sensitive: true },
        open: {},
      },
    },
  },
  {
    files: [],
    values: new Map<string, unknown[]>([
      ["token", [TOKEN, "not-a-real-token-either"]],
      ["passing", ["not-a-real-password"]],
      ["key", ["first-obvious-line\nsecond-obvious-line"]],
      ["tiny", ["1", ""]],
      ["map", [{ a: ["not-a-real-pin"] }, '{"b": "not-a-real-answer"}']],
      ["open", ["an open value"]],
    ]),
  },
);

describe("sensitive values", () => {
  it.each([
    ["as they are", TOKEN, "token"],
    ["as Terraform and JSON write them", JSON.stringify({ a: TOKEN }), "token"],
    ["of a variable file too", "x not-a-real-token-either x", "token"],
    ["of an ephemeral variable", "not-a-real-password", "passing"],
    ["by one of their lines", "second-obvious-line", "key"],
    ["inside of a structure", "not-a-real-pin", "map"],
    ["inside of a structure from the environment", "not-a-real-answer", "map"],
  ])("are found %s, and never shown", (_, text, variable) => {
    const refuse = () => secrets.refuseIn(`before ${text} after`, "plan.txt");
    expect(refuse).toThrow(UserError);
    expect(refuse).toThrow(`The value of the sensitive variable ${variable} is in plan.txt`);
    expect(refuse).not.toThrow(text);
    expect(secrets.mask(text)).toContain("(sensitive value)");
    expect(secrets.mask(text)).not.toContain("not-a-");
  });

  it("are not looked for where they are too short to be any, or not sensitive", () => {
    const text = "an open value, 1 to add";
    expect(secrets.mask(text)).toBe(text);
    expect(() => secrets.refuseIn(text, "plan.txt")).not.toThrow();
  });
});
