import { GcsBackend, TerraformStack, Testing } from "cdktf";
import { describe, expect, it } from "vitest";
import { problemsOf } from "../../stacks/synthesize";
import { build, itRefuses, printed, TOKEN, type WrongInput } from "./wrong-input";

const A_BUCKET = "the name of an S3 bucket: 3 to 63 lower-case letters, digits, '.' or '-'";
const A_KEY = "1 to 1000 characters, without a slash at either end";
const WRITE_A_KEY =
  'write a path such as "ecr/cache.tfstate", or leave it out: it is named after the stack';
const IN_BRACES = "write its properties in braces";
const PAGE = "copy it from the address of its page in HCP Terraform";
const TAGS = "one tag or more of letters, digits, ':', '_' or '-', with a letter or digit first";
const TAGS_PAGE = "copy them from the workspace's page in HCP Terraform";
const A_HOST = "a host, with a port where it is not 443: tfe.example.com";

const bucket = (name: string, fix = "copy it from `aws s3 ls`"): WrongInput => [
  `the bucket ${JSON.stringify(name)}`,
  { state: { s3: { bucket: name } } },
  [`[cache] state.s3.bucket = ${JSON.stringify(name)}`, A_BUCKET, fix],
];
const key = (value: string): WrongInput => [
  `the key ${JSON.stringify(value)}`,
  { state: { s3: { bucket: "acme-state", key: value } } },
  [`[cache] state.s3.key = ${JSON.stringify(value)}`, A_KEY, WRITE_A_KEY],
];
const hcp = (
  property: string,
  value: unknown,
  allowed: string,
  fix: string,
  given = JSON.stringify(value),
): WrongInput => [
  `${given} for the ${property} of HCP Terraform`,
  { state: { hcpTerraform: { ...cloud(property), [property]: value } } },
  [`[cache] state.hcpTerraform.${property} = ${given}`, allowed, fix],
];

/** What must be there besides the property. */
function cloud(property: string) {
  return { organization: "acme", ...(property !== "tags" && { workspace: "ecr-cache" }) };
}

describe("the state", () => {
  itRefuses([
    [
      "a word for a state",
      { state: "s3" },
      ["[cache] state = a string", "an object: { … }", IN_BRACES],
    ],
    [
      "no state in braces",
      { state: {} },
      ["[cache] state = none of them", "one of s3, hcpTerraform, backend", "write one of them"],
    ],
    [
      "two states",
      {
        state: {
          s3: { bucket: "acme-state" },
          hcpTerraform: { organization: "acme", workspace: "x" },
        },
      },
      [
        "[cache] state = s3 and hcpTerraform",
        "one of s3, hcpTerraform, backend",
        "leave out all but one",
      ],
    ],
    [
      "Terraform Cloud by its old name",
      { state: { terraformCloud: { organization: "acme" } } },
      [
        '[cache] state = "terraformCloud"',
        "s3, hcpTerraform, backend",
        "leave it out, or choose one of these",
      ],
      ["[cache] state = none of them", "one of s3, hcpTerraform, backend", "write one of them"],
    ],
    [
      "a state in S3 without a bucket",
      { state: { s3: { key: "x" } } },
      ["[cache] state.s3.bucket = nothing", "a string", "add it"],
    ],
    [
      "a table for locks, which S3 needs no more",
      { state: { s3: { bucket: "acme-state", dynamodbTable: "locks" } } },
      [
        '[cache] state.s3 = "dynamodbTable"',
        "bucket, key, region, kmsKeyArn, roleArn",
        "leave it out, or choose one of these",
      ],
    ],
    bucket("ab"),
    bucket("Acme-State"),
    bucket("acme_state"),
    bucket("-acme"),
    bucket("acme..state"),
    bucket("192.168.5.4"),
    bucket("xn--acme"),
    bucket("s3://acme-state/cache", 'did you mean "acme-state"?'),
    bucket("arn:aws:s3:::acme-state", 'did you mean "acme-state"?'),
    key(""),
    key("/cache.tfstate"),
    key("cache/"),
    [
      "an expression in a key, which Terraform does not read there",
      { state: { s3: { bucket: "acme-state", key: "ecr/${terraform.workspace}" } } },
      [
        '[cache] state.s3.key = "ecr/${terraform.workspace}"',
        "text: Terraform reads no expression in the configuration of a backend",
        "write the key out, or put it together in the app",
      ],
    ],
    hcp(
      "project",
      "a",
      "the name of a project: 3 to 40 letters, digits, '-', '_' or inner blanks",
      "copy it from the list of projects in HCP Terraform",
    ),
    [
      "a Region for the bucket that is none",
      { state: { s3: { bucket: "acme-state", region: "Ireland" } } },
      [
        '[cache] state.s3.region = "Ireland"',
        "the code of an AWS Region, such as eu-west-1",
        "write the Region's code as `aws ec2 describe-regions` lists it",
      ],
    ],
    [
      "a key that is not in the bucket's Region",
      {
        state: {
          s3: {
            bucket: "acme-state",
            region: "eu-central-1",
            kmsKeyArn: "arn:aws:kms:eu-west-1:111111111111:key/1",
          },
        },
      },
      [
        '[cache] state.s3.kmsKeyArn = "arn:aws:kms:eu-west-1:111111111111:key/1"',
        "the ARN of a KMS key in eu-central-1: arn:aws:kms:eu-central-1:<account>:key/<id>",
        "copy the ARN from `aws kms describe-key --query KeyMetadata.Arn`",
      ],
    ],
    [
      "the name of a role for its ARN",
      { state: { s3: { bucket: "acme-state", roleArn: "state" } } },
      [
        '[cache] state.s3.roleArn = "state"',
        "the ARN of an IAM role: arn:aws:iam::<account>:role/<name>",
        "copy it from `aws iam get-role --role-name <name> --query Role.Arn`",
      ],
    ],
    [
      "a workspace and tags",
      { state: { hcpTerraform: { organization: "acme", workspace: "x", tags: ["y"] } } },
      [
        "[cache] state.hcpTerraform = workspace and tags",
        "one of workspace, tags",
        "leave out all but one",
      ],
    ],
    [
      "no workspace",
      { state: { hcpTerraform: { organization: "acme" } } },
      ["[cache] state.hcpTerraform = none of them", "one of workspace, tags", "write one of them"],
    ],
    [
      "no organization",
      { state: { hcpTerraform: { workspace: "x" } } },
      ["[cache] state.hcpTerraform.organization = nothing", "a string", "add it"],
    ],
    [
      "a token in main.ts",
      { state: { hcpTerraform: { organization: "acme", workspace: "x", token: TOKEN } } },
      [
        '[cache] state.hcpTerraform = "token"',
        "organization, workspace, tags, project, hostname",
        "leave it out, or choose one of these",
      ],
    ],
    hcp(
      "organization",
      "acme inc",
      "the name of an organization: 3 to 40 letters, digits, '-' or '_'",
      PAGE,
    ),
    hcp(
      "workspace",
      "ecr/cache",
      "the name of a workspace: 1 to 90 letters, digits, '-' or '_'",
      PAGE,
    ),
    hcp("tags", [], TAGS, TAGS_PAGE, "no tag"),
    hcp("tags", ["env prod"], TAGS, TAGS_PAGE, '"env prod"'),
    hcp("hostname", "https://tfe.example.com/app", A_HOST, 'did you mean "tfe.example.com"?'),
    hcp("hostname", "tfe.example.com/app", A_HOST, "write the host alone"),
    [
      "a backend that is not made by a function",
      { state: { backend: { bucket: "acme-state" } } },
      ["[cache] state.backend = an object", "a function", "write (stack) => …"],
    ],
    [
      "a function that makes no backend",
      { state: { backend: () => undefined } },
      [
        "[cache] state.backend = a function that creates no backend for this stack",
        "a function that creates one, and returns it",
        "write (stack) => new GcsBackend(stack, { … })",
      ],
    ],
  ]);

  it("refuses the backend of another stack", () => {
    const app = Testing.app();
    const other = new TerraformStack(app, "other");
    const backend = () => new GcsBackend(other, { bucket: "acme-state" });
    build(app, "cache", { region: "eu-west-1", state: { backend } });
    expect(problemsOf(app)).toHaveLength(1);
  });

  it.each([
    [
      "one object in S3",
      { s3: { bucket: "acme-state", key: "cache" } },
      "state.s3 = s3://acme-state/cache",
      "key",
    ],
    [
      "one workspace",
      { hcpTerraform: { organization: "acme", workspace: "ecr-cache" } },
      "state.hcpTerraform = app.terraform.io/acme/ecr-cache",
      "workspace",
    ],
  ])("refuses %s for two stacks", (_what, state, at, part) => {
    const app = Testing.app();
    build(app, "first", { region: "eu-west-1", state });
    build(app, "second", { region: "eu-west-2", state });
    expect(problemsOf(app)).toEqual([
      printed([
        `[second] ${at}`,
        "one stack for each state",
        `choose another ${part}: first has this one`,
      ]),
    ]);
  });

  it("keeps two stacks apart in one bucket by their names", () => {
    const app = Testing.app();
    const state = { s3: { bucket: "acme-state" } };
    build(app, "first", { region: "eu-west-1", state });
    build(app, "second", { region: "eu-west-2", state });
    expect(problemsOf(app)).toEqual([]);
  });
});
