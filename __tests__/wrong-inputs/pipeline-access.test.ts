import { Testing } from "cdktf";
import { describe, expect, it } from "vitest";
import { PipelineAccessStack } from "../../stacks/pipeline-access-stack";
import type { PipelineAccessStackProps } from "../../stacks/properties/pipeline-access";
import { problemsOf } from "../../stacks/synthesize";
import { GIVE, printed } from "./wrong-input";

const gitHub = {
  repository: "acme/caches",
  environment: "production",
  ids: { owner: "1", repository: "2" },
};
const gitLab = { project: "acme/infra", projectId: "1" };
const cache = { region: "eu-west-1", prefixes: ["docker-hub"] };
const GOOD = {
  region: "eu-west-1",
  pipeline: { gitHub },
  stacks: { production: cache },
  planSecretValues: "hidden",
};
const ALL =
  "region, account, state, pipeline, existingProvider, stacks, planSecretValues, stateAccess, tags";
const TEXT = ["a string", "write it in quotes"] as const;
const REPOSITORY = [
  "<owner>/<repository> of GitHub, one, without wildcards",
  "copy it from `gh repo view --json nameWithOwner`",
] as const;
const PROJECT = [
  "the path of one project of GitLab: <group>/<project>, without wildcards",
  "copy it from the project's address, behind the host",
] as const;
const REF = [
  "one name of letters, digits, blanks or ./_-, without wildcards",
  "write the name of one branch or environment, as it is shown there",
] as const;
const HOST = [
  "the host of GitLab, in lower case: gitlab.com, gitlab.example.com",
  "leave out https:// and everything behind the host",
] as const;
const ID = [
  "the number that GitHub gave it, in quotes",
  "copy it from `gh api repos/<owner>/<repository>`: .owner.id and .id",
] as const;
const ACCOUNT_ID = [
  "an AWS account id: twelve digits, in quotes",
  "copy it from `aws sts get-caller-identity --query Account`",
] as const;
const WORKFLOW = [
  "the path of one workflow in the repository: .github/workflows/<name>.yml",
  "write the path of the file, without a branch behind it",
] as const;
const PROJECT_ID = [
  "the number that GitLab gave the project, in quotes",
  "copy it from the project's page: Project ID in the menu beside its name",
] as const;
const PREFIX = [
  "the beginning of the keys: letters, digits or !-_.'()/, without wildcards",
  'write a folder of the bucket, such as "ecr-pull-through-cache/"',
] as const;
const APART = [
  'a key that does not begin with "ecr-pull-through-cache/": the role that applies can write those',
  'choose another key, such as "pipeline-access.tfstate", or another bucket, and move the state there with `terraform init -migrate-state`',
] as const;
const STACK_ID = [
  "the id of one stack: at most 35 letters, digits or ._-, without wildcards",
  "write the id as the stack has it; a longer one needs another name first",
] as const;

function problems(props: unknown): string[] {
  const app = Testing.app();
  new PipelineAccessStack(app, "access", props as PipelineAccessStackProps);
  return problemsOf(app);
}

type Row = readonly [string, unknown, string, readonly [allowed: string, fix: string]];

const github = (more: object) => ({ pipeline: { gitHub: { ...gitHub, ...more } } });
const gitlab = (more: object) => ({ pipeline: { gitLab: { ...gitLab, ...more } } });
const stack = (more: object) => ({ stacks: { production: { ...cache, ...more } } });

const ROWS: readonly Row[] = [
  [
    "a repository with a wildcard",
    github({ repository: "acme/*" }),
    'pipeline.gitHub.repository = "acme/*"',
    REPOSITORY,
  ],
  [
    "every repository of everybody",
    github({ repository: "*/*" }),
    'pipeline.gitHub.repository = "*/*"',
    REPOSITORY,
  ],
  [
    "a repository with a mark for one character",
    github({ repository: "acme/cache?" }),
    'pipeline.gitHub.repository = "acme/cache?"',
    REPOSITORY,
  ],
  [
    "a repository without its owner",
    github({ repository: "caches" }),
    'pipeline.gitHub.repository = "caches"',
    REPOSITORY,
  ],
  [
    "the address of a repository",
    github({ repository: "https://github.com/acme/caches" }),
    'pipeline.gitHub.repository = "https://github.com/acme/caches"',
    REPOSITORY,
  ],
  [
    "a repository with a claim behind it",
    github({ repository: "acme/caches:ref" }),
    'pipeline.gitHub.repository = "acme/caches:ref"',
    REPOSITORY,
  ],
  ["any environment", github({ environment: "*" }), 'pipeline.gitHub.environment = "*"', REF],
  ["no environment", github({ environment: "" }), 'pipeline.gitHub.environment = ""', REF],
  ["any branch", github({ branch: "release/*" }), 'pipeline.gitHub.branch = "release/*"', REF],
  ["any workflow", github({ workflow: "*" }), 'pipeline.gitHub.workflow = "*"', WORKFLOW],
  [
    "a workflow with a branch",
    github({ workflow: ".github/workflows/apply.yml@refs/heads/main" }),
    'pipeline.gitHub.workflow = ".github/workflows/apply.yml@refs/heads/main"',
    WORKFLOW,
  ],
  [
    "a repository without its numbers",
    github({ ids: undefined }),
    "pipeline.gitHub.ids = undefined",
    ["an object: { … }", GIVE],
  ],
  [
    "a name for a number",
    github({ ids: { owner: "acme", repository: "1" } }),
    'pipeline.gitHub.ids.owner = "acme"',
    ID,
  ],
  [
    "any project of a group",
    gitlab({ project: "acme/*" }),
    'pipeline.gitLab.project = "acme/*"',
    PROJECT,
  ],
  ["a group", gitlab({ project: "acme" }), 'pipeline.gitLab.project = "acme"', PROJECT],
  ["any branch of a project", gitlab({ branch: "*" }), 'pipeline.gitLab.branch = "*"', REF],
  [
    "a URL for a host",
    gitlab({ host: "https://gitlab.com" }),
    'pipeline.gitLab.host = "https://gitlab.com"',
    HOST,
  ],
  [
    "a project without its number",
    gitlab({ projectId: undefined }),
    "pipeline.gitLab.projectId = nothing",
    PROJECT_ID,
  ],
  [
    "any number of a project",
    gitlab({ projectId: "*" }),
    'pipeline.gitLab.projectId = "*"',
    PROJECT_ID,
  ],
  [
    "the number of a project that AWS will not see",
    gitlab({ host: "gitlab.example.com" }),
    'pipeline.gitLab.projectId = "1"',
    [
      "nothing: AWS only shows a policy the project's number in tokens of gitlab.com",
      "leave it out",
    ],
  ],
  ["any host", gitlab({ host: "*.example.com" }), 'pipeline.gitLab.host = "*.example.com"', HOST],
  ["a stack whose id is a pattern", { stacks: { "*": cache } }, 'stacks = "*"', STACK_ID],
  [
    "a stack whose names end in a hash",
    { stacks: { ["a".repeat(36)]: cache } },
    `stacks = "${"a".repeat(36)}"`,
    STACK_ID,
  ],
  [
    "no stack",
    { stacks: {} },
    "stacks = {}",
    ["at least one stack", "name the stacks that the pipeline deploys"],
  ],
  [
    "a stack in a Region that is none",
    stack({ region: "*" }),
    'stacks.production.region = "*"',
    [
      "the code of an AWS Region, such as eu-west-1",
      "write the Region's code as `aws ec2 describe-regions` lists it",
    ],
  ],
  [
    "a stack without its prefixes",
    { stacks: { production: { region: "eu-west-1" } } },
    "stacks.production.prefixes = nothing",
    ["a list of strings", "add it"],
  ],
  [
    "a stack with no prefix",
    stack({ prefixes: [] }),
    "stacks.production.prefixes = a stack without upstreams",
    [
      "one upstream at least: a policy has to name what it opens",
      "add an upstream, or leave this out",
    ],
  ],
  [
    "a prefix that is a pattern",
    stack({ prefixes: ["docker-*"] }),
    'stacks.production.prefixes[0] = "docker-*"',
    [
      "2 to 30 characters: lower-case letters and digits, joined by single '.', '_', '-' or '/'; or ROOT",
      'did you mean "docker"?',
    ],
  ],
  [
    "the key of another Region",
    stack({ kmsKeyArn: "arn:aws:kms:us-east-1:111111111111:key/1" }),
    'stacks.production.kmsKeyArn = "arn:aws:kms:us-east-1:111111111111:key/1"',
    [
      "the ARN of a KMS key in eu-west-1: arn:aws:kms:eu-west-1:<account>:key/<id>",
      "copy the ARN from `aws kms describe-key --query KeyMetadata.Arn`",
    ],
  ],
  [
    "any account",
    stack({ upstreamAccounts: ["*"] }),
    'stacks.production.upstreamAccounts[0] = "*"',
    ACCOUNT_ID,
  ],
  [
    "a role that is a pattern",
    stack({ attachToRoles: ["*"] }),
    'stacks.production.attachToRoles[0] = "*"',
    [
      "the name of an IAM role: 1 to 64 letters, digits or +=,.@_-",
      "copy it from `aws iam list-roles`",
    ],
  ],
  [
    "a bucket's ARN",
    { stateAccess: { bucket: "arn:aws:s3:::states", prefix: "caches/" } },
    'stateAccess.bucket = "arn:aws:s3:::states"',
    [
      "the name of an S3 bucket: 3 to 63 lower-case letters, digits, '.' or '-'",
      'did you mean "states"?',
    ],
  ],
  [
    "the alias of a key",
    { stateAccess: { bucket: "states", kmsKeyArn: "alias/state" } },
    'stateAccess.kmsKeyArn = "alias/state"',
    [
      "the ARN of a KMS key in eu-west-1: arn:aws:kms:eu-west-1:<account>:key/<id>",
      "write no alias: copy the key's ARN from `aws kms describe-key`",
    ],
  ],
  [
    "a whole bucket",
    { stateAccess: { bucket: "states", prefix: "" } },
    'stateAccess.prefix = ""',
    PREFIX,
  ],
  [
    "a state of its own that the pipeline can write",
    { state: { s3: { bucket: "states" } }, stateAccess: { bucket: "states" } },
    'state.s3.key = "ecr-pull-through-cache/access.tfstate"',
    APART,
  ],
  [
    "a state of its own under the prefix of the others",
    {
      state: { s3: { bucket: "states", key: "ecr-pull-through-cache/x" } },
      stateAccess: { bucket: "states" },
    },
    'state.s3.key = "ecr-pull-through-cache/x"',
    APART,
  ],
  [
    "any key",
    { stateAccess: { bucket: "states", prefix: "*" } },
    'stateAccess.prefix = "*"',
    PREFIX,
  ],
  [
    "a stack with another property",
    stack({ scaning: "BASIC" }),
    'stacks.production = "scaning"',
    [
      "region, prefixes, template, kmsKeyArn, upstreamAccounts, pullPermissions, attachToRoles, scanning",
      'did you mean "scanning"?',
    ],
  ],
  [
    "a stack without a Region",
    { stacks: { production: { prefixes: ["docker-hub"] } } },
    "stacks.production.region = nothing",
    ["a string", "add it"],
  ],
  [
    "a stack that is a Region",
    { stacks: { production: "eu-west-1" } },
    "stacks.production = a string",
    ["an object: { … }", "write its properties in braces"],
  ],
  [
    "a number for a repository",
    github({ repository: 1 }),
    "pipeline.gitHub.repository = a number",
    TEXT,
  ],
  [
    "a pipeline without an environment",
    github({ environment: undefined }),
    "pipeline.gitHub.environment = undefined",
    ["a string", GIVE],
  ],
  [
    "two pipelines",
    { pipeline: { gitHub, gitLab } },
    "pipeline = gitHub and gitLab",
    ["one of gitHub, gitLab", "leave out all but one"],
  ],
  [
    "no pipeline",
    { pipeline: {} },
    "pipeline = none of them",
    ["one of gitHub, gitLab", "write one of them"],
  ],
  [
    "a pipeline of somebody else",
    { pipeline: { gitHub, jenkins: {} } },
    'pipeline = "jenkins"',
    ["gitHub, gitLab", "leave it out, or choose one of these"],
  ],
  [
    "a word that is none",
    { planSecretValues: "hiden" },
    'planSecretValues = "hiden"',
    ["hidden, readable", 'did you mean "hidden"?'],
  ],
  [
    "no word about secret values",
    { planSecretValues: undefined },
    "planSecretValues = undefined",
    ["hidden, readable", GIVE],
  ],
  [
    "a property that does not exist",
    { stack: {} },
    'properties = "stack"',
    [ALL, 'did you mean "stacks"?'],
  ],
];

describe("access for a pipeline", () => {
  it("is given with these properties", () => {
    expect(problems(GOOD)).toEqual([]);
    expect(
      problems({
        ...GOOD,
        ...gitlab({ host: "gitlab.example.com", projectId: undefined, branch: "release/1.x" }),
      }),
    ).toEqual([]);
    expect(problems({ ...GOOD, ...gitlab({}) })).toEqual([]);
    const apart = { s3: { bucket: "states", key: "pipeline-access.tfstate" } };
    expect(problems({ ...GOOD, state: apart, stateAccess: { bucket: "states" } })).toEqual([]);
    const elsewhere = { s3: { bucket: "others" } };
    expect(problems({ ...GOOD, state: elsewhere, stateAccess: { bucket: "states" } })).toEqual([]);
    expect(problems({ ...GOOD, ...github({ workflow: ".github/workflows/deploy.yaml" }) })).toEqual(
      [],
    );
    expect(problems({ ...GOOD, stacks: { ["a".repeat(35)]: cache } })).toEqual([]);
  });

  it.each(ROWS)("refuses %s", (_, props, at, [allowed, fix]) => {
    expect(problems({ ...GOOD, ...(props as object) })).toEqual([
      printed([`[access] ${at}`, allowed, fix]),
    ]);
  });

  it("refuses names that are longer together than a trust policy may be", () => {
    const longest = github({
      repository: `${"o".repeat(39)}/${"r".repeat(100)}`,
      environment: "e".repeat(255),
      branch: "b".repeat(255),
      workflow: `.github/workflows/${"w".repeat(100)}.yml`,
    });
    expect(problems({ ...GOOD, ...longest })).toEqual([
      printed([
        "[access/apply] pipeline = 2200 characters of policy",
        "at most 2048 for one trust policy",
        "shorten the names of the branch, the environment and the workflow",
      ]),
    ]);
  });

  it.each([undefined, null, {}])("refuses %s in place of all properties", (props) => {
    expect(problems(props)).toEqual([
      printed(["[access] region = nothing", "a string", "add it"]),
      printed(["[access] pipeline = nothing", "an object: { … }", "add it"]),
      printed(["[access] stacks = nothing", "an object: { … }", "add it"]),
      printed(["[access] planSecretValues = nothing", "hidden, readable", "add it"]),
    ]);
  });
});
