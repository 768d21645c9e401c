import { describe } from "vitest";
import { quay } from "../../ecr/catalogue";
import { itRefuses, type WrongInput } from "./wrong-input";

const AT = "[cache/organization-access] organizationAccess";
const LIST = "a list of strings";
const BRACKETS = 'write it in brackets: ["…"]';
const QUOTES = "write it in quotes";

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
      access({ mergeWith: ['{"Statement":{"Sid":"A"}}', '{"Statement":{"Sid":"A"}}'] }),
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
          mergeWith: [JSON.stringify({ Statement: [{ Sid: "x".repeat(10_240) }] })],
        },
      },
      [
        `${AT} = 10624 characters`,
        "at most 10240 characters in a registry policy",
        "name fewer prefixes, repositories or statements; a * stands for many",
      ],
    ],
  ]);
});
