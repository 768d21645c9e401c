import { describe } from "vitest";
import { privateEcr } from "../../ecr/catalogue";
import { GIVE, itRefuses, type WrongInput } from "./wrong-input";

const A_REGION = "the code of an AWS Region, such as eu-west-1";
const LIST_REGIONS = "write the Region's code as `aws ec2 describe-regions` lists it";
const PARTITION = "a Region of the partition aws";
const AN_ACCOUNT = "an AWS account id: twelve digits, in quotes";
const CALLER = "copy it from `aws sts get-caller-identity --query Account`";
const A_ROLE = "the ARN of an IAM role: arn:aws:iam::<account>:role/<name>";
const GET_ROLE = "copy it from `aws iam get-role --role-name <name> --query Role.Arn`";
const QUOTES = "write it in quotes";
const IN_BRACES = "write its properties in braces";
const id = "111111111111";

const noRegion = (region: string): WrongInput => [
  `the Region ${JSON.stringify(region)}, which is no code`,
  { region },
  [`[cache] region = ${JSON.stringify(region)}`, A_REGION, LIST_REGIONS],
];

describe("the Region", () => {
  itRefuses([
    [
      "a Region of an environment variable that is not set",
      { region: process.env["NO_SUCH_VARIABLE"] },
      ["[cache] region = undefined", "a string", GIVE],
    ],
    ["null for a Region", { region: null }, ["[cache] region = null", "a string", QUOTES]],
    ["a number for a Region", { region: 1 }, ["[cache] region = a number", "a string", QUOTES]],
    [
      "a list of Regions",
      { region: ["eu-west-1", "eu-west-2"] },
      ["[cache] region = a list", "a string", QUOTES],
    ],
    noRegion(""),
    noRegion("eu-west"),
    noRegion("eu-west-1a"),
    noRegion("EU-WEST-1"),
    noRegion(" eu-west-1"),
    noRegion("eu_west_1"),
    noRegion("Ireland"),
    noRegion("*"),
    [
      "China, Beijing",
      { region: "cn-north-1" },
      [
        '[cache] region = "cn-north-1"',
        PARTITION,
        "choose another Region: ECR has no pull-through cache in the partition aws-cn (China)",
      ],
    ],
    [
      "China, Ningxia",
      { region: "cn-northwest-1" },
      [
        '[cache] region = "cn-northwest-1"',
        PARTITION,
        "choose another Region: ECR has no pull-through cache in the partition aws-cn (China)",
      ],
    ],
    [
      "GovCloud",
      { region: "us-gov-west-1" },
      [
        '[cache] region = "us-gov-west-1"',
        PARTITION,
        "choose another Region: ECR has no pull-through cache in the partition aws-us-gov (GovCloud)",
      ],
    ],
    [
      "an isolated Region",
      { region: "us-iso-east-1" },
      [
        '[cache] region = "us-iso-east-1"',
        PARTITION,
        "choose another Region: isolated Regions reach no registry outside, and have other host names",
      ],
    ],
    [
      "the European Sovereign Cloud",
      { region: "eusc-de-east-1" },
      [
        '[cache] region = "eusc-de-east-1"',
        PARTITION,
        "choose another Region: the European Sovereign Cloud has other host names, which are not known here",
      ],
    ],
  ]);
});

describe("the account", () => {
  itRefuses([
    [
      "an id in place of the account's properties",
      { account: id },
      ["[cache] account = a string", "an object: { … }", IN_BRACES],
    ],
    [
      "null for an account",
      { account: null },
      ["[cache] account = null", "an object: { … }", IN_BRACES],
    ],
    [
      "an account without an id",
      { account: {} },
      ["[cache] account.id = nothing", "a string", "add it"],
    ],
    [
      "an id of an environment variable that is not set",
      { account: { id: process.env["NO_SUCH_VARIABLE"] } },
      ["[cache] account.id = undefined", "a string", GIVE],
    ],
    [
      "an account by its role alone",
      { account: { roleArn: `arn:aws:iam::${id}:role/deploy` } },
      ["[cache] account.id = nothing", "a string", "add it"],
    ],
    [
      "an id without its quotes, which would lose its zeros",
      { account: { id: 111111111111 } },
      ["[cache] account.id = a number", "a string", QUOTES],
    ],
    [
      "an id of eleven digits",
      { account: { id: "11111111111" } },
      ['[cache] account.id = "11111111111"', AN_ACCOUNT, CALLER],
    ],
    [
      "an id with hyphens",
      { account: { id: "1111-1111-1111" } },
      ['[cache] account.id = "1111-1111-1111"', AN_ACCOUNT, CALLER],
    ],
    [
      "an account's alias",
      { account: { id: "production" } },
      ['[cache] account.id = "production"', AN_ACCOUNT, CALLER],
    ],
    ["an empty id", { account: { id: "" } }, ['[cache] account.id = ""', AN_ACCOUNT, CALLER]],
    [
      "a role's name in place of its ARN",
      { account: { id, roleArn: "deploy" } },
      ['[cache] account.roleArn = "deploy"', A_ROLE, GET_ROLE],
    ],
    [
      "null for a role",
      { account: { id, roleArn: null } },
      ["[cache] account.roleArn = null", "a string", QUOTES],
    ],
    [
      "a user in place of a role",
      { account: { id, roleArn: `arn:aws:iam::${id}:user/deploy` } },
      ['[cache] account.roleArn = "arn:aws:iam::111111111111:user/deploy"', A_ROLE, GET_ROLE],
    ],
    [
      "a role of another account",
      { account: { id, roleArn: "arn:aws:iam::222222222222:role/deploy" } },
      [
        '[cache] account.roleArn = "arn:aws:iam::222222222222:role/deploy"',
        "a role of the cache's own account, 111111111111",
        'create the role there, or write role: "create"',
      ],
    ],
    [
      "a role of China's partition",
      { account: { id, roleArn: `arn:aws-cn:iam::${id}:role/deploy` } },
      ['[cache] account.roleArn = "arn:aws-cn:iam::111111111111:role/deploy"', A_ROLE, GET_ROLE],
    ],
  ]);
});

describe("the permissions boundary", () => {
  const A_POLICY = "the ARN of a managed policy: arn:aws:iam::<account>:policy/<name>";
  const OUTPUT =
    "copy it from the output boundary_arn of the stack that gives the pipeline its roles";
  // With roles that are within it, which say nothing of their own.
  const withRoles = {
    repositories: { template: "ROOT" },
    tags: { team: "platform" },
    upstreams: { one: privateEcr({ account: "222222222222", region: "eu-west-1" }) },
  };
  itRefuses([
    [
      "a policy's name",
      { ...withRoles, permissionsBoundary: "ceiling" },
      ['[cache] permissionsBoundary = "ceiling"', A_POLICY, OUTPUT],
    ],
    [
      "a role in place of a policy",
      { ...withRoles, permissionsBoundary: `arn:aws:iam::${id}:role/ceiling` },
      [`[cache] permissionsBoundary = "arn:aws:iam::${id}:role/ceiling"`, A_POLICY, OUTPUT],
    ],
    [
      "a pattern of policies",
      { permissionsBoundary: `arn:aws:iam::${id}:policy/*` },
      [`[cache] permissionsBoundary = "arn:aws:iam::${id}:policy/*"`, A_POLICY, OUTPUT],
    ],
    [
      "a policy of another account",
      { account: { id }, permissionsBoundary: "arn:aws:iam::222222222222:policy/ceiling" },
      [
        '[cache] permissionsBoundary = "arn:aws:iam::222222222222:policy/ceiling"',
        "a policy of the roles' own account, 111111111111",
        "create the policy there: the boundary of a role cannot be in another account",
      ],
    ],
  ]);
});
