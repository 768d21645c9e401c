import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack, TerraformVariable, Testing, Token } from "cdktf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { callerIdentity } from "../../constructs/caller-identity";
import { OrganizationAccess } from "../../constructs/organization-access";
import { RepositoryCreationTemplate } from "../../constructs/repository-creation-template";
import { problemsOf as problemsIn } from "../../stacks/synthesize";
import { evaluate, Unresolvable } from "../../tools/terraform/expressions";
import { template } from "../template";
import { canonicalStatements } from "./canonical-policy";
import { policy } from "./iam-grammar";

const region = "eu-west-1";

/** What stands for the statements of the stack itself, which the provider's data source writes. */
const OWN =
  '${trim(jsonencode(flatten([jsondecode(data.aws_iam_policy_document.ecr_registry_policy.json).Statement])), "[]")}';
const OWN_STATEMENT = '{"Sid":"OrgPullCache"}';

/** A policy as another team may have it: one statement, which is no list. */
function theirs(statement: object = {}, document: object = { Version: "2012-10-17" }): string {
  const Principal = { AWS: "arn:aws:iam::333333333333:root" };
  const Resource = `arn:aws:ecr:${region}:111111111111:repository/shared/*`;
  const whole = { Effect: "Allow", Principal, Action: "ecr:BatchGetImage", Resource, ...statement };
  return JSON.stringify({ ...document, Statement: whole });
}

function merging(mergeWith: (stack: TerraformStack) => readonly string[]) {
  return template((stack) => {
    new OrganizationAccess(stack, "access", {
      ...{ region, prefixes: ["hub"], only: { accounts: ["222222222222"] } },
      mergeWith: mergeWith(stack),
    });
  });
}

/** The text that Terraform would make of a registry policy, without the stack's own statements. */
async function merged(...mergeWith: string[]): Promise<string> {
  const { resource, problems } = merging(() => mergeWith);
  expect(problems).toEqual([]);
  const { policy: text } = resource("aws_ecr_registry_policy", "this");
  const whole = await evaluated(String(text).replace(OWN, () => OWN_STATEMENT));
  const { Statement: statements, ...others } = JSON.parse(whole);
  expect(others).toEqual({ Version: "2012-10-17" });
  expect(statements.pop()).toEqual(JSON.parse(OWN_STATEMENT));
  return JSON.stringify({ Statement: statements });
}

/** Text in which nothing is left for Terraform to fill in. */
function evaluated(text: string): Promise<string> {
  const refuse = (what: string) => {
    throw new Unresolvable(what);
  };
  return evaluate(text, { variable: refuse, data: refuse, resource: refuse });
}

/** What is said about policies to merge with. */
function problemsOf(...mergeWith: string[]): string[] {
  return merging(() => mergeWith).problems;
}

describe("policies to merge with", () => {
  it.each([
    ["a number in a condition", { NumericLessThan: { "aws:MultiFactorAuthAge": 3600 } }],
    ["a list of booleans", { Bool: { "aws:SecureTransport": [true] } }],
    [
      "two operators, of which one has a number",
      {
        Bool: { "aws:SecureTransport": false },
        NumericLessThan: { "aws:MultiFactorAuthAge": 1.5 },
      },
    ],
    ["a policy variable", { StringEquals: { "aws:PrincipalTag/team": "${aws:username}" } }],
    ["what Terraform takes for a directive", { StringLike: { "aws:userid": "%{if} %%{ $ $$" } }],
  ])("keep %s", async (_, Condition) => {
    const given = theirs({ Condition });
    expect(canonicalStatements(await merged(given))).toEqual(canonicalStatements(given));
  });

  it("come first, one after the other, each of their statements as it is", async () => {
    const first = theirs({ Sid: "First" });
    const second = `{"Id":"theirs","Statement":[${["Second", "Third"].map((Sid) =>
      JSON.stringify(JSON.parse(theirs({ Sid })).Statement),
    )}]}`;
    const { Statement: statements } = JSON.parse(await merged(first, second));
    expect(statements.map(({ Sid }: { Sid: string }) => Sid)).toEqual(["First", "Second", "Third"]);
  });

  it("keep what they say, whatever IAM's grammar allows", async () => {
    const property = fc.asyncProperty(
      policy("A", { of: "registry" }),
      policy("B", { of: "registry" }),
      async (...given) => {
        const wanted = given.flatMap(canonicalStatements).sort();
        expect(canonicalStatements(await merged(...given))).toEqual(wanted);
      },
    );
    await fc.assert(property, { numRuns: 300 });
  });

  it("are left to Terraform where only it knows them, and where it knows a value in them", () => {
    const { resource, problems } = merging((stack) => {
      const account = callerIdentity(stack).accountId;
      const other = new DataAwsIamPolicyDocument(stack, "other", { statement: [] });
      other.overrideLogicalId("other");
      return [other.json, theirs({ Resource: `arn:aws:ecr:${region}:${account}:repository/a` })];
    });
    expect(problems).toEqual([]);
    const { policy: text, lifecycle } = resource("aws_ecr_registry_policy", "this");
    expect(text).toContain(
      '[${trim(jsonencode(flatten([jsondecode(data.aws_iam_policy_document.other.json).Statement])), "[]")},{',
    );
    expect(text).toContain(":${data.aws_caller_identity.current.account_id}:repository/a");
    expect(lifecycle).toEqual({
      precondition: [
        {
          condition:
            '${(try(jsondecode(data.aws_iam_policy_document.other.json).Version, "") == "2012-10-17")}',
          error_message:
            "What is merged with the registry's policy must be a policy of Version 2012-10-17.",
        },
      ],
    });
  });

  it("are refused where a whole statement is left to Terraform", () => {
    const { problems } = merging((stack) => {
      const one = new TerraformVariable(stack, "one", { type: "string" }).stringValue;
      return [`{"Version":"2012-10-17","Statement":[${one}]}`];
    });
    expect(problems).toEqual([
      expect.stringContaining("allowed: the JSON of an IAM policy document with statements\n"),
    ]);
  });

  it("may have several statements with an empty Sid, which is none", () => {
    expect(problemsOf(theirs({ Sid: "" }), theirs({ Sid: "" }))).toEqual([]);
  });

  it("may be of 2008, or name no version, where no policy variable would change its meaning", () => {
    expect(problemsOf(theirs({}, {}), theirs({}, { Version: "2008-10-17" }))).toEqual([]);
    expect(problemsOf(theirs({ Sid: "$%{" }, {}))).toEqual([]);
  });

  it("are refused with a list or a map that only Terraform knows", () => {
    const app = Testing.app();
    const stack = new TerraformStack(app, "stack");
    new AwsProvider(stack, "aws", { region });
    const list = new TerraformVariable(stack, "list", { type: "list(string)" }).listValue;
    const map = Token.asStringMap(
      new TerraformVariable(stack, "map", { type: "map(string)" }).value,
    );
    const mergeWith = [theirs({ Resource: list }), theirs({ Condition: { StringEquals: map } })];
    new OrganizationAccess(stack, "access", { region, prefixes: ["hub"], mergeWith });
    expect(problemsIn(app)).toEqual(
      [0, 1].map((index) =>
        expect.stringContaining(
          `organizationAccess.mergeWith[${index}] = a list or a map that only Terraform knows\n`,
        ),
      ),
    );
  });

  it("are refused with a number that only Terraform knows", () => {
    const { problems } = merging((stack) => {
      const number = new TerraformVariable(stack, "age", { type: "number" }).numberValue;
      return [theirs({ Condition: { NumericEquals: { "aws:MultiFactorAuthAge": number } } })];
    });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain("numbers that Terraform does not write in another way");
  });
});

describe("the length of policies", () => {
  /** Statements as a text for people, of which more than half is whitespace. */
  const pretty = (statements: number) =>
    JSON.stringify(
      { Statement: Array.from({ length: statements }, () => JSON.parse(theirs()).Statement) },
      null,
      8,
    );

  it("is that of what is sent, without the whitespace of a text for people", () => {
    expect(pretty(40).length).toBeGreaterThan(10_240);
    expect(problemsOf(pretty(40))).toEqual([]);
    expect(problemsOf(pretty(60))).toEqual([
      expect.stringMatching(/organizationAccess = 1\d{4} characters without whitespace\n/),
    ]);
  });

  it("is counted exactly", () => {
    const given = (sid: string) => merging(() => [theirs({ Sid: sid })]);
    const own = {
      Sid: "OrgPullCache",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::222222222222:root" },
      Action: [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:BatchImportUpstreamImage",
        "ecr:GetDownloadUrlForLayer",
      ],
      Resource: "arn:aws:ecr:eu-west-1:111111111111:repository/hub/*",
    };
    const Statement = [JSON.parse(theirs({ Sid: "" })).Statement, own];
    const room = 10_240 - JSON.stringify({ Version: "2012-10-17", Statement }).length;
    expect(given("x".repeat(room)).problems).toEqual([]);
    expect(given("x".repeat(room + 1)).problems).toEqual([
      expect.stringContaining(" = 10241 characters without whitespace\n"),
    ]);
  });

  it("counts what the provider escapes as it is sent", () => {
    const Condition = { StringEquals: { "aws:PrincipalTag/team": "<".repeat(2_000) } };
    expect(problemsOf(theirs({ Condition }))[0]).toMatch(/ = 12\d{3} characters/);
  });

  it("has a limit for the policy of a repository too", () => {
    const of = (repositoryPolicy: string) =>
      template((stack) => {
        new RepositoryCreationTemplate(stack, "template", { region, repositoryPolicy });
      }).problems;
    const { Resource: _, ...statement } = JSON.parse(theirs()).Statement;
    const text = (sid: string) =>
      JSON.stringify({ Statement: { ...statement, Sid: sid } }, null, 8);
    const room = 10_240 - JSON.stringify(JSON.parse(text(""))).length;
    expect(of(text("x".repeat(room)))).toEqual([]);
    expect(of(text("x".repeat(room + 1)))).toEqual([
      expect.stringContaining("= 10241 characters without whitespace\n"),
    ]);
  });
});

describe("the policy of each new repository", () => {
  it("keeps its text, whatever IAM's grammar allows", async () => {
    const property = fc.asyncProperty(policy("A", { of: "repository" }), async (given) => {
      const { resource, problems } = template((stack) => {
        new RepositoryCreationTemplate(stack, "template", { region, repositoryPolicy: given });
      });
      expect(problems).toEqual([]);
      const { repository_policy: text } = resource("aws_ecr_repository_creation_template", "cache");
      expect(await evaluated(String(text))).toBe(given);
    });
    await fc.assert(property, { numRuns: 200 });
  });
});
