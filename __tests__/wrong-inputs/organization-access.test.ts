import { describe } from "vitest";
import { quay } from "../../ecr/catalogue";
import { itRefuses, type WrongInput } from "./wrong-input";

const AT = "[cache/organization-access] organizationAccess";
const LIST = "a list of strings";
const BRACKETS = 'write it in brackets: ["…"]';
const QUOTES = "write it in quotes";

/** A policy of another team, of one statement, which is no list. */
function theirs(statement: object, document: object = { Version: "2012-10-17" }): string {
  const principal = { Principal: { AWS: "arn:aws:iam::333333333333:root" } };
  const others = { Action: "ecr:BatchGetImage", Resource: "*" };
  const Statement = { Effect: "Allow", ...principal, ...others, ...statement };
  return JSON.stringify({ ...document, Statement });
}

/** Access to the caches of a stack that has one of them, `quay`. */
const access = (organizationAccess: object) => ({
  upstreams: { quay: quay() },
  organizationAccess: { repositories: "caches", ...organizationAccess },
});

describe("the organization's id", () => {
  const id = (sentence: string, organizationId: string): WrongInput => [
    sentence,
    access({ organizationId }),
    [
      `${AT}.organizationId = ${JSON.stringify(organizationId)}`,
      "'o-' and 10 to 32 lower-case letters or digits, without wildcards",
      "copy the id from `aws organizations describe-organization --query Organization.Id`",
    ],
  ];
  itRefuses([
    id("every organization", "*"),
    id("every organization behind o-", "o-*"),
    id("a wildcard at the end of an id", "o-abcdefghij*"),
    id("capitals in an id", "o-ABCDEFGHIJ"),
    id("an id that is too short", "o-abcdefghi"),
    id("an id that is too long", `o-${"a".repeat(33)}`),
    id("an empty id", ""),
    id("the root's id", "r-abcd"),
    id("an account in place of an organization", "111111111111"),
    id("the organization's ARN", "arn:aws:organizations::1:organization/o-abcdefghij"),
    id("a line end behind an id", "o-abcdefghij\n"),
    [
      "null for an id",
      access({ organizationId: null }),
      ["[cache] organizationAccess.organizationId = null", "a string", QUOTES],
    ],
    [
      "two ids",
      access({ organizationId: ["o-abcdefghij", "o-klmnopqrst"] }),
      ["[cache] organizationAccess.organizationId = a list", "a string", QUOTES],
    ],
  ]);
});

describe("the words of organization access", () => {
  itRefuses([
    [
      "access that does not say to what",
      { upstreams: { quay: quay() }, organizationAccess: {} },
      ["[cache] organizationAccess.repositories = nothing", "caches, registry", "add it"],
    ],
    [
      "access to one cache, by the word",
      access({ repositories: "cache" }),
      [
        '[cache] organizationAccess.repositories = "cache"',
        "caches, registry",
        'did you mean "caches"?',
      ],
    ],
    [
      "access to everything by a wildcard",
      access({ repositories: "*" }),
      [
        '[cache] organizationAccess.repositories = "*"',
        "caches, registry",
        "leave it out, or choose one of these",
      ],
    ],
    [
      "a comparison that would match other organizations",
      access({ match: "StringNotEquals" }),
      [
        '[cache] organizationAccess.match = "StringNotEquals"',
        "StringEquals, StringLike",
        'did you mean "StringEquals"?',
      ],
    ],
    [
      "first pulls that are true",
      access({ firstPulls: true }),
      [
        "[cache] organizationAccess.firstPulls = a boolean",
        "allowed, refused",
        "choose one of these",
      ],
    ],
    [
      "first pulls that are denied in another word",
      access({ firstPulls: "denied" }),
      [
        '[cache] organizationAccess.firstPulls = "denied"',
        "allowed, refused",
        "leave it out, or choose one of these",
      ],
    ],
    [
      "the policy scope V1, to which there is no way back",
      access({ policyScope: "V1" }),
      ['[cache] organizationAccess.policyScope = "V1"', "V2", 'did you mean "V2"?'],
    ],
    [
      "CLAIR for a policy scope",
      access({ policyScope: "CLAIR" }),
      [
        '[cache] organizationAccess.policyScope = "CLAIR"',
        "V2",
        "leave it out, or choose one of these",
      ],
    ],
    [
      "a policy scope that is switched on",
      access({ policyScope: true }),
      ["[cache] organizationAccess.policyScope = a boolean", "V2", "choose one of these"],
    ],
    [
      "an id in place of the properties",
      { organizationAccess: "o-abcdefghij" },
      [
        "[cache] organizationAccess = a string",
        "an object: { … }",
        "write its properties in braces",
      ],
    ],
    [
      "access to the caches of a stack that has none",
      { organizationAccess: { repositories: "caches" } },
      [
        "[cache] organizationAccess.repositories = a stack without upstreams",
        "one upstream at least: a policy has to name what it opens",
        "add an upstream, or leave this out",
      ],
    ],
  ]);
});

describe("access for a part of the organization", () => {
  const account = (sentence: string, given: string): WrongInput => [
    sentence,
    access({ only: { accounts: ["111111111111", given] } }),
    [
      `${AT}.only.accounts[1] = ${JSON.stringify(given)}`,
      "an AWS account id: twelve digits, in quotes",
      "copy it from `aws sts get-caller-identity --query Account`",
    ],
  ];
  const unit = (sentence: string, given: string): WrongInput => [
    sentence,
    access({ only: { organizationalUnits: [given] } }),
    [
      `${AT}.only.organizationalUnits[0] = ${JSON.stringify(given)}`,
      "o-<organization>/r-<root>/ou-<unit>/*, with each unit on the way",
      "put it together from `aws organizations list-parents`, from the unit up to the root",
    ],
  ];
  const WHOLE = "only for the whole organization";
  const LEAVE = "leave it out, or leave `only` out";
  const EMPTY = "name one, or leave the property out";
  const accounts = ["111111111111"];
  itRefuses([
    account("every account", "*"),
    account("an account with too few digits", "1234"),
    account("an account's ARN", "arn:aws:iam::111111111111:root"),
    account("an empty account", ""),
    unit("a unit without its way", "ou-abcd-abcdefgh"),
    unit("the whole organization as a unit", "o-abcdefghij/*"),
    unit("the root as a unit", "o-abcdefghij/r-abcd/*"),
    unit("a wildcard on the way", "o-abcdefghij/*/ou-abcd-abcdefgh/*"),
    unit("every organization's units", "*"),
    unit("capitals on the way", "o-abcdefghij/r-ABCD/ou-abcd-abcdefgh"),
    [
      "no accounts",
      access({ only: { accounts: [] } }),
      [`${AT}.only.accounts = []`, "at least one", EMPTY],
    ],
    [
      "no units",
      access({ only: { organizationalUnits: [] } }),
      [`${AT}.only.organizationalUnits = []`, "at least one", EMPTY],
    ],
    [
      "an account that is a number",
      access({ only: { accounts: [111111111111] } }),
      [
        "[cache] organizationAccess.only.accounts = a list that contains a number",
        LIST,
        "write each item in quotes",
      ],
    ],
    [
      "one account without brackets",
      access({ only: { accounts: "111111111111" } }),
      ["[cache] organizationAccess.only.accounts = a string", LIST, BRACKETS],
    ],
    [
      "a part without saying which",
      access({ only: {} }),
      [
        "[cache] organizationAccess.only = none of them",
        "one of organizationalUnits, accounts",
        "write one of them",
      ],
    ],
    [
      "units and accounts, of which only one would count",
      access({ only: { organizationalUnits: ["o-abcdefghij/r-abcd/ou-abcd-abcdefgh"], accounts } }),
      [
        "[cache] organizationAccess.only = organizationalUnits and accounts",
        "one of organizationalUnits, accounts",
        "leave out all but one",
      ],
    ],
    [
      "a list of accounts that does not say what it is",
      access({ only: accounts }),
      [
        "[cache] organizationAccess.only = a list",
        "an object: { … }",
        "write its properties in braces",
      ],
    ],
    [
      "accounts and the organization too",
      access({ only: { accounts }, organizationId: "o-abcdefghij" }),
      [`${AT}.organizationId`, WHOLE, LEAVE],
    ],
    [
      "accounts and a comparison of organizations",
      access({ only: { accounts }, match: "StringEquals" }),
      [`${AT}.match`, WHOLE, LEAVE],
    ],
  ]);
});

describe("what may be imported", () => {
  const importable = (sentence: string, given: string): WrongInput => [
    sentence,
    access({ importable: [given] }),
    [
      `${AT}.importable[0] = ${JSON.stringify(given)}`,
      "a repository under one of this stack's prefixes, with * for any characters",
      'begin it with the prefix, e.g. "quay/library/*"',
    ],
  ];
  itRefuses([
    importable("everything", "*"),
    importable("repositories under no prefix of the stack", "docker-hub/*"),
    importable("a prefix that only begins like one of the stack's", "quay-private/x"),
    importable("a prefix alone", "quay"),
    importable("capitals", "quay/Team/*"),
    importable("a slash at the end", "quay/team/"),
    importable("an ARN", "arn:aws:ecr:eu-west-1:111111111111:repository/quay/*"),
    importable("a tag", "quay/team/app:latest"),
    importable("an empty name", ""),
    [
      "nothing to import",
      access({ importable: [] }),
      [`${AT}.importable = []`, "at least one", "name one, or leave the property out"],
    ],
    [
      "one repository without brackets",
      access({ importable: "quay/*" }),
      ["[cache] organizationAccess.importable = a string", LIST, BRACKETS],
    ],
  ]);
});

describe("policies to merge with", () => {
  const A_POLICY = "the JSON of an IAM policy document with statements";
  const policy = (sentence: string, json: string): WrongInput => [
    sentence,
    access({ mergeWith: [json] }),
    [
      `${AT}.mergeWith[0] = ${JSON.stringify(json)}`,
      A_POLICY,
      "give it as text, e.g. JSON.stringify({ Version: …, Statement: […] })",
    ],
  ];
  const sid = (sentence: string, taken: string, ...sids: string[]): WrongInput => [
    sentence,
    access({ mergeWith: [JSON.stringify({ Statement: sids.map((Sid) => ({ Sid })) })] }),
    [
      `${AT}.mergeWith[0] = Sid "${taken}"`,
      `${A_POLICY}, each with a Sid of its own`,
      "give that statement another Sid",
    ],
  ];
  itRefuses([
    policy("an empty text", ""),
    policy("a file's name", "policy.json"),
    policy("a document without statements", '{"Version":"2012-10-17"}'),
    policy("statements that are none", '{"Statement":["Allow"]}'),
    policy("null as JSON", "null"),
    sid("a Sid that this policy has itself", "OrgPullCache", "OrgPullCache"),
    sid("one Sid twice", "Theirs", "Theirs", "Theirs"),
    [
      "a document that is not made to text",
      access({ mergeWith: [{ Statement: [] }] }),
      [
        "[cache] organizationAccess.mergeWith = a list that contains an object",
        LIST,
        "write each item in quotes",
      ],
    ],
    [
      "one document without brackets",
      access({ mergeWith: '{"Statement":[]}' }),
      ["[cache] organizationAccess.mergeWith = a string", LIST, BRACKETS],
    ],
    [
      "two documents that have one Sid",
      access({ mergeWith: [theirs({ Sid: "A" }), theirs({ Sid: "A" })] }),
      [
        `${AT}.mergeWith[1] = Sid "A"`,
        `${A_POLICY}, each with a Sid of its own`,
        "give that statement another Sid",
      ],
    ],
    [
      "more than a registry policy holds",
      {
        organizationAccess: {
          repositories: "registry",
          organizationId: "o-abcdefghij",
          mergeWith: [theirs({ Sid: "x".repeat(10_240) })],
        },
      },
      [
        `${AT} = 10718 characters without whitespace`,
        "at most 10240 characters in a registry policy",
        "name fewer prefixes, repositories or statements; a * stands for many",
      ],
    ],
  ]);
});

describe("what a policy to merge with would lose", () => {
  const lost = (
    sentence: string,
    json: string,
    given: string,
    allowed: string,
    fix: string,
  ): WrongInput => [
    sentence,
    access({ mergeWith: [json] }),
    [`${AT}.mergeWith[0] = ${given}`, allowed, fix],
  ];
  const condition = (text: string) =>
    theirs({ Condition: "?" }).replace(
      '"?"',
      () => `{"StringEquals":{"aws:PrincipalTag/a":${text}}}`,
    );
  const number = (sentence: string, given: string) =>
    lost(
      sentence,
      condition(given),
      given,
      "numbers that Terraform does not write in another way, such as 3600 or 1.5",
      `write it in quotes, which IAM reads alike: "${given}"`,
    );
  const twice = (sentence: string, json: string, name: string) =>
    lost(
      sentence,
      json,
      `"${name}" twice in one object`,
      "each name once: of two, only the last would be kept",
      "join the two into one",
    );
  const characters = (sentence: string, text: string) =>
    lost(
      sentence,
      condition(JSON.stringify(text)),
      JSON.stringify(text),
      "composed characters (Unicode's form NFC): Terraform changes others",
      "write what String.prototype.normalize() returns, or * in its place",
    );
  const VARIABLES = "policy variables of IAM: ${aws:PrincipalTag/team}, ${*}, ${?}, ${$}";
  const reference = (sentence: string, text: string) =>
    lost(
      sentence,
      condition(JSON.stringify(text)),
      JSON.stringify(text),
      VARIABLES,
      "put in a value of CDKTF, such as variable.stringValue: Terraform does not look into this text",
    );
  const old = (sentence: string, document: object) =>
    lost(
      sentence,
      theirs({ Resource: "${aws:username}" }, document),
      '"${aws:username}" in a policy of Version 2008-10-17, for which it is plain text',
      "policy variables in a policy of Version 2012-10-17",
      'write "Version": "2012-10-17" if it is meant as a variable, or else take it out',
    );
  itRefuses([
    number("a number with a zero at its end", "1.0"),
    number("a number with an exponent", "1e3"),
    number("a number of too many digits", "12345678901234567890"),
    number("a number that is too great", "1e+400"),
    number("zero below zero", "-0"),
    twice("one operator twice", theirs({ Sid: "A" }).replace('"Sid"', '"Sid":"B","Sid"'), "Sid"),
    twice("one key twice", condition('"a","aws:PrincipalTag/a":"b"'), "aws:PrincipalTag/a"),
    twice(
      "one key in two spellings",
      condition('"a","aws:PrincipalTag\\/a":"b"'),
      "aws:PrincipalTag/a",
    ),
    characters("a character and its accent", "e\u0301"),
    characters("half of a character", "\ud83d"),
    reference("a reference of Terraform", "${var.account}"),
    reference("a reference to a data source", "${data.aws_caller_identity.current.account_id}"),
    reference("a condition of Terraform", "${var.a ? var.b : var.c}"),
    reference("a function of a provider", "${provider::aws::arn_build()}"),
    reference("a variable that does not end", "${aws:username"),
    lost(
      "a policy variable that is written for Terraform",
      condition('"a$${aws:username}"'),
      '"$${aws:username}"',
      VARIABLES,
      "write the dollar sign once: Terraform does not look into this text",
    ),
    old("a policy variable in a policy of 2008", { Version: "2008-10-17" }),
    old("a policy variable in a policy without a version", {}),
    lost(
      "a version that does not exist",
      theirs({}, { Version: "2012-10-18" }),
      'Version "2012-10-18"',
      "2012-10-17, 2008-10-17",
      'did you mean "2012-10-17"?',
    ),
    lost(
      "an element that a document does not have",
      theirs({}, { Statements: [] }),
      '"Statements" in the document',
      "Version, Id, Statement",
      'did you mean "Statement"?',
    ),
    lost(
      "an element that a statement does not have",
      theirs({ Sid: "A", Conditions: {} }),
      '"Conditions" in statement "A"',
      "Sid, Effect, Condition, Principal, NotPrincipal, Action, NotAction, Resource, NotResource",
      'did you mean "Condition"?',
    ),
    lost(
      "an effect in small letters",
      theirs({ Effect: "deny" }),
      'Effect "deny" in statement 1',
      "Allow, Deny",
      'did you mean "Deny"?',
    ),
    lost(
      "a statement for nobody",
      theirs({ Principal: undefined }),
      "no Principal in statement 1",
      "either Principal or NotPrincipal in each statement",
      "add Principal",
    ),
    lost(
      "a statement about some actions and all others",
      theirs({ NotAction: "ecr:*" }),
      "Action and NotAction in statement 1",
      "either Action or NotAction in each statement",
      "leave out one of them",
    ),
    lost(
      "a statement about nothing",
      theirs({ Resource: undefined }),
      "no Resource in statement 1",
      "either Resource or NotResource in each statement",
      "add Resource",
    ),
  ]);
});
