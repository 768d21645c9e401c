import { describe, expect, it } from "vitest";
import {
  checkMeansTheSame,
  checkPolicyDocument,
  sidsOf,
  statementsOf,
} from "../../ecr/policy-document";
import { checkPolicyText, variableIn } from "../../ecr/policy-text";

const Version = "2012-10-17";
const STATEMENT = { Effect: "Allow", Principal: "*", Action: "a:B", Resource: "*" };

/** What is wrong with a registry policy of these statements. */
function givenOf(statement: unknown, document: object = {}): string | undefined {
  return checkPolicyDocument(
    JSON.stringify({ Version, Statement: statement, ...document }),
    "registry",
  )?.given;
}

describe("a policy document", () => {
  it.each([
    ["one statement", STATEMENT],
    ["a list of them", [STATEMENT, { ...STATEMENT, Sid: "A" }, { ...STATEMENT, Sid: "B" }]],
    ["a denial", { ...STATEMENT, Effect: "Deny" }],
    ["negations", { Effect: "Deny", NotPrincipal: "*", NotAction: "a:B", NotResource: "*" }],
    ["a condition", { ...STATEMENT, Condition: {} }],
    [
      "two empty Sids, which are none",
      [
        { ...STATEMENT, Sid: "" },
        { ...STATEMENT, Sid: "" },
      ],
    ],
  ])("may have %s", (_, statement) => {
    expect(givenOf(statement)).toBeUndefined();
    expect(givenOf(statement, { Id: "theirs" })).toBeUndefined();
    expect(givenOf(statement, { Version: "2008-10-17" })).toBeUndefined();
    expect(givenOf(statement, { Version: undefined })).toBeUndefined();
  });

  it.each([
    "",
    "null",
    "1",
    "[]",
    "{}",
    '{"Statement":[]}',
    '{"Statement":["a"]}',
    '{"Statement":[{},"a"]}',
    '{"Statement":null}',
  ])("is not %j", (json) => {
    expect(checkPolicyDocument(json, "registry")).toEqual({
      given: JSON.stringify(json),
      allowed: "the JSON of an IAM policy document with statements",
      fix: "give it as text, e.g. JSON.stringify({ Version: …, Statement: […] })",
    });
  });

  it.each([
    ["an unknown version", STATEMENT, { Version: "2012-10-18" }, 'Version "2012-10-18"'],
    ["a version that is a number", STATEMENT, { Version: 1 }, "Version a number"],
    ["an unknown element", STATEMENT, { Statements: [] }, '"Statements" in the document'],
    ["an unknown one of a statement", { ...STATEMENT, Sids: 1 }, {}, '"Sids" in statement 1'],
    ["another effect", { ...STATEMENT, Effect: "allow" }, {}, 'Effect "allow" in statement 1'],
    ["no effect", { ...STATEMENT, Effect: undefined }, {}, "Effect undefined in statement 1"],
    ["nobody", { ...STATEMENT, Principal: undefined }, {}, "no Principal in statement 1"],
    ["no action", { ...STATEMENT, Action: undefined }, {}, "no Action in statement 1"],
    ["no resource", { ...STATEMENT, Resource: undefined }, {}, "no Resource in statement 1"],
    [
      "somebody and everybody else",
      { ...STATEMENT, NotPrincipal: "*" },
      {},
      "Principal and NotPrincipal in statement 1",
    ],
    [
      "a fault in a later statement",
      [STATEMENT, { ...STATEMENT, Effect: "" }],
      {},
      'Effect "" in statement 2',
    ],
    [
      "a fault in a statement with a Sid",
      { ...STATEMENT, Sid: "A", Effect: "" },
      {},
      'Effect "" in statement "A"',
    ],
    [
      "a Sid twice",
      [
        { ...STATEMENT, Sid: "A" },
        { ...STATEMENT, Sid: "A" },
      ],
      {},
      'Sid "A"',
    ],
    [
      "a Sid twice, as a number",
      [
        { ...STATEMENT, Sid: 1 },
        { ...STATEMENT, Sid: "1" },
      ],
      {},
      'Sid "1"',
    ],
    ["a number that would change", STATEMENT, { Id: 1e21 }, "1e+21"],
  ])("may not have %s", (_, statement, document, given) => {
    expect(givenOf(statement, document)).toBe(given);
  });

  it("may not have a Sid that is taken", () => {
    const json = JSON.stringify({ Version, Statement: { ...STATEMENT, Sid: "A" } });
    expect(checkPolicyDocument(json, "registry", ["B"])).toBeUndefined();
    expect(checkPolicyDocument(json, "registry", ["B", "A"])).toEqual({
      given: 'Sid "A"',
      allowed: "the JSON of an IAM policy document with statements, each with a Sid of its own",
      fix: "give that statement another Sid",
    });
  });

  it("has either an element or its negation", () => {
    const json = (statement: object) => JSON.stringify({ Version, Statement: statement });
    expect(checkPolicyDocument(json({ ...STATEMENT, NotAction: "c:D" }), "registry")).toEqual({
      given: "Action and NotAction in statement 1",
      allowed: "either Action or NotAction in each statement",
      fix: "leave out one of them",
    });
    expect(checkPolicyDocument(json({ ...STATEMENT, Action: undefined }), "registry")).toEqual({
      given: "no Action in statement 1",
      allowed: "either Action or NotAction in each statement",
      fix: "add Action",
    });
  });

  it("names no resource where it is a repository's", () => {
    const json = (statement: object) => JSON.stringify({ Version, Statement: statement });
    const { Resource: _, ...own } = STATEMENT;
    expect(checkPolicyDocument(json(own), "repository")).toBeUndefined();
    expect(checkPolicyDocument(json({ ...own, Action: undefined }), "repository")?.given).toBe(
      "no Action in statement 1",
    );
    expect(checkPolicyDocument(json({ ...own, NotResource: "*" }), "repository")).toEqual({
      given: "NotResource in statement 1",
      allowed: "statements without a Resource: a repository's policy is about the repository",
      fix: "leave it out",
    });
    expect(checkPolicyDocument(json({ ...STATEMENT, NotResource: "*" }), "repository")?.given).toBe(
      "Resource and NotResource in statement 1",
    );
  });
});

describe("the statements of a policy", () => {
  it("are a list, also where there is one", () => {
    expect(statementsOf('{"Statement":{"Sid":"A"}}')).toEqual([{ Sid: "A" }]);
    expect(statementsOf('{"Statement":[{"Sid":"A"},{}]}')).toEqual([{ Sid: "A" }, {}]);
  });

  it.each(["", "{", "[]", "{}"])("are none in %j", (json) => {
    expect(statementsOf(json)).toEqual([]);
  });

  it("are named by their Sids, of which an empty one is none", () => {
    expect(sidsOf('{"Statement":[{"Sid":"A"},{},{"Sid":""},{"Sid":1},"x"]}')).toEqual(["A", "1"]);
  });
});

describe("the meaning of a policy variable", () => {
  const of = (version: string, text = "${aws:username}") =>
    `{${version}"Statement":[{"Resource":"${text}"}]}`;

  it.each([
    of('"Version":"2012-10-17",'),
    of("", "text"),
    of('"Version":"2008-10-17",', "$aws {}"),
  ])("is kept in %s", (json) => {
    expect(checkMeansTheSame(json)).toBeUndefined();
  });

  it.each([of(""), of('"Version":"2008-10-17",')])("would change in %s", (json) => {
    expect(checkMeansTheSame(json)).toEqual({
      given: '"${aws:username}" in a policy of Version 2008-10-17, for which it is plain text',
      allowed: "policy variables in a policy of Version 2012-10-17",
      fix: 'write "Version": "2012-10-17" if it is meant as a variable, or else take it out',
    });
  });

  it("is looked for in every string", () => {
    expect(variableIn('{"a":1,"b":"x","c":["y ${*} z","${aws:b}"]}')).toBe("${*}");
    expect(variableIn('"a ${open"')).toBe("${open");
    expect(variableIn('"\\u0024{aws:a}"')).toBe("${aws:a}");
    expect(variableIn("")).toBeUndefined();
    expect(variableIn('{"a":"{}"}')).toBeUndefined();
  });
});

describe("the text of a policy", () => {
  it.each([
    '{"a":1,"b":-1.5,"c":[3600,0],"d":true,"e":null}',
    '{"a":{"x":1},"b":{"x":1}}',
    '{"a":"b","b":"a","c":["c","c"]}',
    '[{"a":1},{"a":1}]',
    '{"a":"1.0 1e3 \\"{:"}',
    '{"n":9007199254740991}',
    '{"a":"é😀"}',
    '{"a":"${*}${?}${$}${aws:PrincipalTag/team}${saml:a.b-c_d}$ {$}"}',
    '{"a":"x${aws:username}y"}',
    "",
  ])("arrives as it is: %s", (json) => {
    expect(checkPolicyText(json)).toBeUndefined();
  });

  it.each([
    ['{"a":1,"a":1}', '"a"'],
    ['{"a":{"x":1},"b":1,"a":2}', '"a"'],
    ['{"a":{"b":1,"\\u0062":1}}', '"b"'],
    ['[{"a\\"":1,"a\\"":2}]', '"a\\""'],
  ])("has no name twice in an object: %s", (json, name) => {
    expect(checkPolicyText(json)).toEqual({
      given: `${name} twice in one object`,
      allowed: "each name once: of two, only the last would be kept",
      fix: "join the two into one",
    });
  });

  it.each(["1.0", "1e3", "-0", "12345678901234567890", "9007199254740992", "1.50"])(
    "has no number that would change: %s",
    (number) => {
      expect(checkPolicyText(`{"a":[1,${number}]}`)).toEqual({
        given: number,
        allowed: "numbers that Terraform does not write in another way, such as 3600 or 1.5",
        fix: `write it in quotes, which IAM reads alike: "${number}"`,
      });
    },
  );

  it.each(["e\u0301", "\ud83d", "x\udc00"])("has no character that would change: %j", (text) => {
    expect(checkPolicyText(JSON.stringify({ a: ["ok", text] }))).toEqual({
      given: JSON.stringify(text),
      allowed: "composed characters (Unicode's form NFC): Terraform changes others",
      fix: "write what String.prototype.normalize() returns, or * in its place",
    });
  });

  const VARIABLES = "policy variables of IAM: ${aws:PrincipalTag/team}, ${*}, ${?}, ${$}";

  it.each([
    ["a ${var.x}", "${var.x}"],
    ["${aws:ok} ${x}", "${x}"],
    ["${aws:a", "${aws:a"],
    ["${}", "${}"],
    ["${a::b}", "${a::b}"],
    ["${:b}", "${:b}"],
    ["${a b:c}", "${a b:c}"],
    ["${a:}", "${a:}"],
    ["${a:${b:c}}", "${a:${b:c}}"],
    ["${a:b{c}", "${a:b{c}"],
    ["${**}", "${**}"],
    ["${a:b$c}", "${a:b$c}"],
  ])("has nothing in it that Terraform may be meant to fill in: %s", (text, given) => {
    expect(checkPolicyText(JSON.stringify([text]))).toEqual({
      given: JSON.stringify(given),
      allowed: VARIABLES,
      fix: "put in a value of CDKTF, such as variable.stringValue: Terraform does not look into this text",
    });
  });

  it("has policy variables as IAM has them, not as Terraform does", () => {
    expect(checkPolicyText(JSON.stringify(["a $${aws:username}"]))).toEqual({
      given: '"$${aws:username}"',
      allowed: VARIABLES,
      fix: "write the dollar sign once: Terraform does not look into this text",
    });
  });
});
