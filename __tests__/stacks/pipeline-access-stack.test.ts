import { Testing } from "cdktf";
import { describe, expect, it } from "vitest";
import { quay } from "../../ecr/catalogue";
import { PipelineAccessStack } from "../../stacks/pipeline-access-stack";
import { PullThroughCacheStack } from "../../stacks/pull-through-cache-stack";
import { problemsOf } from "../../stacks/synthesize";
import { templateOf } from "../template";

const region = "eu-west-1";
const ids = { owner: "1", repository: "2" };
const GITHUB = { repository: "acme/caches", environment: "production", ids };
const STACK = { region, prefixes: ["hub"] };
const REQUIRED = {
  region,
  pipeline: { gitHub: GITHUB },
  stacks: { production: STACK },
  planSecretValues: "hidden",
};

const made = (props: object) => {
  const app = Testing.app();
  return templateOf(
    app,
    new PipelineAccessStack(app, "access", { ...REQUIRED, ...props } as never),
  );
};

const problemsWith = (props: object) => {
  const app = Testing.app();
  new PipelineAccessStack(app, "access", { ...REQUIRED, ...props } as never);
  return problemsOf(app);
};

const policyOf = (task: "plan" | "apply", props: object) =>
  String(made(props).resource("aws_iam_role_policy", task)["policy"]);

describe("what a pipeline may do with the state", () => {
  it("is nothing where the state is elsewhere", () => {
    for (const task of ["plan", "apply"] as const) {
      expect(policyOf(task, {})).not.toMatch(/s3:|Stryker/);
      expect(JSON.stringify(made({}).resource("aws_iam_role_policy", task))).not.toContain(
        "undefined",
      );
    }
  });

  it("is to read it, and only in jobs that apply to write it", () => {
    const stateAccess = { bucket: "acme-terraform-state" };
    expect(policyOf("plan", { stateAccess })).toContain("s3:GetObject");
    expect(policyOf("plan", { stateAccess })).not.toContain("s3:PutObject");
    expect(policyOf("apply", { stateAccess })).toContain("s3:PutObject");
  });
});

describe("the secrets of the stacks", () => {
  it("are read by whoever plans only where that is said", () => {
    expect(policyOf("plan", {})).not.toContain("secretsmanager:GetSecretValue");
    expect(policyOf("plan", { planSecretValues: "readable" })).toContain(
      "secretsmanager:GetSecretValue",
    );
  });
});

describe("the stacks that a pipeline deploys", () => {
  it.each(["BASIC", "ENHANCED"])("scan images as they do: %s", (scanning) => {
    const props = { stacks: { production: { ...STACK, scanning } } };
    expect(made(props).problems).toEqual([]);
    expect(policyOf("apply", props).includes("inspector2:")).toBe(scanning === "ENHANCED");
  });

  it("have roles of their own account only, each checked at its place", () => {
    const { problems } = made({
      stacks: { production: { ...STACK, region: "Ireland", attachToRoles: ["nodes", "a/b"] } },
    });
    expect(problems.map((one) => one.split("\n")[0])).toEqual([
      '[access] stacks.production.region = "Ireland"',
      '[access] stacks.production.attachToRoles[1] = "a/b"',
    ]);
  });

  it("may be in a Region that nobody knows, with a warning", () => {
    const { problems, warnings } = made({
      stacks: { production: { ...STACK, region: "eu-west-9" } },
    });
    expect(problems).toEqual([]);
    expect(warnings).toEqual([
      expect.stringContaining('[access] stacks.production.region = "eu-west-9"\n'),
    ]);
  });
});

describe("what cannot be left out", () => {
  it.each([
    ["pipeline.gitHub.ids", { pipeline: { gitHub: { ...GITHUB, ids: undefined } } }],
    ["stacks.production.prefixes", { stacks: { production: { region } } }],
    ["stacks.production.region", { stacks: { production: { prefixes: ["hub"] } } }],
    ["region", { region: undefined }],
    ["pipeline.gitHub.repository", { pipeline: { gitHub: { environment: "production", ids } } }],
    ["pipeline.gitHub.environment", { pipeline: { gitHub: { repository: "a/b", ids } } }],
    [
      "pipeline.gitHub.ids.owner",
      { pipeline: { gitHub: { ...GITHUB, ids: { repository: "2" } } } },
    ],
    [
      "pipeline.gitHub.ids.repository",
      { pipeline: { gitHub: { ...GITHUB, ids: { owner: "1" } } } },
    ],
    ["pipeline.gitLab.project", { pipeline: { gitLab: {} } }],
    ["stateAccess.bucket", { stateAccess: {} }],
    ["account.id", { account: {} }],
  ])("is %s", (property, props) => {
    expect(problemsWith(props).map((one) => one.split(" = ")[0])).toEqual([`[access] ${property}`]);
  });

  it("has both numbers of a repository, which are numbers", () => {
    const found = (more: object) =>
      made({ pipeline: { gitHub: { ...GITHUB, ids: { ...ids, ...more } } } }).problems;
    expect(found({})).toEqual([]);
    expect(found({ owner: "acme" })).toEqual([
      expect.stringContaining('[access] pipeline.gitHub.ids.owner = "acme"\n'),
    ]);
    expect(found({ repository: "caches" })).toEqual([
      expect.stringContaining('[access] pipeline.gitHub.ids.repository = "caches"\n'),
    ]);
  });
});

describe("the templates of a stack of caches", () => {
  it.each(["ROOT", "per-prefix"] as const)("may be %s", (template) => {
    const app = Testing.app();
    const upstreams = { quay: quay() };
    const stack = new PullThroughCacheStack(app, "cache", {
      ...{ region, upstreams, repositories: { template } },
    });
    const name = template === "ROOT" ? "cache" : "quay_cache";
    const { problems, resource } = templateOf(app, stack);
    expect(problems).toEqual([]);
    expect(resource("aws_ecr_repository_creation_template", name)).toMatchObject({
      prefix: template === "ROOT" ? "ROOT" : "quay",
    });
  });

  it.each([
    ["region", {}],
    ["organizationAccess.repositories", { region, organizationAccess: {} }],
  ])("are those of a stack that has its %s", (property, props) => {
    const app = Testing.app();
    new PullThroughCacheStack(app, "cache", props as never);
    expect(problemsOf(app).map((one) => one.split(" = ")[0])).toEqual([`[cache] ${property}`]);
  });
});
