import { TerraformLocal, TerraformOutput, TerraformStack, TerraformVariable, Testing } from "cdktf";
import { describe, expect, it } from "vitest";
import { AccessRecord } from "../../constructs/access-record";
import { named } from "../../constructs/address";
import { creationTrace, rememberCreation } from "../../constructs/creation-trace";
import { checkTokens, knownText, literalText } from "../../constructs/external-policy";
import { template } from "../template";

const variable = (stack: TerraformStack, id: string) =>
  new TerraformVariable(stack, id, { type: "string" });

describe("the name of an element in Terraform", () => {
  it.each(["a", "_a", "Docker-hub_1"])("may be %s", (name) => {
    const { addresses, problems } = template((stack) => {
      named(name, variable(stack, "x"));
    });
    expect(problems).toEqual([]);
    expect(addresses).toEqual([`var.${name}`]);
  });

  it.each(["1a", "-a", "a b", "a.b", "a!", "é", ""])("may not be %j", (name) => {
    const { problems } = template((stack) => {
      named(name, variable(stack, "x"));
    });
    expect(problems).toEqual([
      `[stack/x] name = ${JSON.stringify(name)}\n` +
        "  allowed: a Terraform identifier: a letter or '_', then letters, digits, '_' or '-'\n" +
        "  fix: choose another name",
    ]);
  });

  it("is one for each kind of element", () => {
    const { problems } = template((stack) => {
      named("a", variable(stack, "x"));
      named("a", new TerraformOutput(stack, "y", { value: 1 }));
    });
    expect(problems).toEqual([]);
  });

  it.each([
    ["var.a", (stack: TerraformStack, id: string) => variable(stack, id)],
    [
      "output.a",
      (stack: TerraformStack, id: string) => new TerraformOutput(stack, id, { value: 1 }),
    ],
  ])("is nobody else's: %s", (address, element) => {
    const { problems } = template((stack) => {
      named("a", element(stack, "x"));
      named("a", element(stack, "y"));
    });
    expect(problems).toEqual([
      `[stack/y] ${address}\n` +
        "  allowed: one element for each Terraform address of a stack\n" +
        "  fix: remove this one, or give it another key: stack/x already has the address",
    ]);
  });

  it("is only for what has an address", () => {
    const stack = new TerraformStack(Testing.app(), "stack");
    expect(() => named("a", new TerraformLocal(stack, "x", 1))).toThrow(
      new TypeError("stack/x has no Terraform address"),
    );
  });
});

describe("the calls that created a construct", () => {
  it("are those of the first time that something was said about it", () => {
    const stack = new TerraformStack(Testing.app(), "stack");
    expect(creationTrace(stack)).toEqual([]);
    rememberCreation(stack);
    const first = creationTrace(stack);
    expect(first.length).toBeGreaterThan(1);
    rememberCreation(stack);
    expect(creationTrace(stack)).toBe(first);
  });

  it("are asked for without a trace in how errors are shown", () => {
    const { prepareStackTrace, stackTraceLimit } = Error;
    rememberCreation(new TerraformStack(Testing.app(), "stack"));
    expect(Error.stackTraceLimit).toBe(stackTraceLimit);
    expect(Error.prepareStackTrace).toBe(prepareStackTrace);
  });
});

describe("text of others, in Terraform", () => {
  const TOKEN = "${TfToken[TOKEN.1]}";

  it.each([
    ["plain $ % {}", "plain $ % {}"],
    ["${aws:username}", "$${aws:username}"],
    ["%{if}", "%%{if}"],
    ["$${a}", "$$${a}"],
    ["%%{a}", "%%%{a}"],
    [TOKEN, TOKEN],
    [`a${TOKEN}b`, `a${TOKEN}b`],
    [`$${TOKEN}`, `\${"$"}${TOKEN}`],
    [`%${TOKEN}`, `%${TOKEN}`],
  ])("is kept as it is: %s", (text, written) => {
    expect(literalText(text)).toBe(written);
  });
});

describe("a policy that only Terraform knows", () => {
  const TOKEN = "${TfToken[TOKEN.1]}";

  it("is none, and one with such values in it is known with zeros in their place", () => {
    expect(knownText(TOKEN)).toBeUndefined();
    expect(knownText("")).toBe("");
    expect(knownText(`a${TOKEN}b${TOKEN}`)).toBe("a000000000000b000000000000");
  });

  it.each(["#{TfToken[TOKEN.1]}", "a&{TfToken[TOKEN.1]}b"])(
    "has strings in it, and no list or map: %s",
    (text) => {
      expect(checkTokens(text)).toEqual({
        given: "a list or a map that only Terraform knows",
        allowed: "strings that only Terraform knows, such as an account id",
        fix: "write each item, or give the json of a DataAwsIamPolicyDocument",
      });
    },
  );

  it.each([TOKEN, "", "#{x}"])("may have %j in it", (text) => {
    expect(checkTokens(text)).toBeUndefined();
  });
});

describe("the record of how a private registry is read", () => {
  /** What is recorded, and what Terraform takes for it where it has no record yet. */
  const recordOf = (access: "role" | "none") => {
    const stack = new TerraformStack(Testing.app(), "stack");
    const { address } = new AccessRecord(stack, "record", { key: "platform", access });
    const json = JSON.parse(Testing.synth(stack));
    expect(address).toBe("terraform_data.platform_access");
    return { ...json.resource.terraform_data.platform_access, import: json.import };
  };

  it("is replaced when the role goes, and is imported where a rule may have had one", () => {
    expect(recordOf("role")).toEqual({
      input: { access: "role" },
      triggers_replace: { access: "role" },
    });
    expect(recordOf("none")).toEqual({
      input: { access: "none" },
      import: [{ id: "unrecorded", to: "terraform_data.platform_access" }],
    });
  });
});
