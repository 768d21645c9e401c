import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack } from "cdktf";
import { describe, expect, it } from "vitest";
import { FailureAlarm } from "../../constructs/failure-alarm";
import { ImageScanning } from "../../constructs/image-scanning";
import { LifecyclePolicy } from "../../constructs/lifecycle-policy";
import { OrganizationAccess } from "../../constructs/organization-access";
import { PermissionsBoundary } from "../../constructs/permissions-boundary";
import { PipelineProvider } from "../../constructs/pipeline-provider";
import { PipelineRole } from "../../constructs/pipeline-role";
import { PullPermissions } from "../../constructs/pull-permissions";
import { PullThroughCacheRule } from "../../constructs/pull-through-cache-rule";
import { RepositoryCreationTemplate } from "../../constructs/repository-creation-template";
import { TemplateRole } from "../../constructs/template-role";
import { UpstreamCache } from "../../constructs/upstream-cache";
import { UpstreamCredentials } from "../../constructs/upstream-credentials";
import { UpstreamRole } from "../../constructs/upstream-role";
import { dockerHub } from "../../ecr/catalogue";
import { template } from "../template";

const AN_ACCOUNT = "111111111111";
const A_REGION = "eu-west-1";

describe("a problem with a value that several constructs are given", () => {
  const problems = (build: (stack: TerraformStack) => void) => template(build).problems;
  const REGION = `
  allowed: the code of an AWS Region, such as eu-west-1
  fix: write the Region's code as \`aws ec2 describe-regions\` lists it`;
  const KEY = `
  allowed: a lower-case letter, then lower-case letters, digits or '_'
  fix: did you mean "docker"?`;

  it("is reported once by a cache, not by each of its parts", () => {
    const cache = { region: "Ireland", account: AN_ACCOUNT };
    expect(
      problems((stack) => {
        new UpstreamCache(stack, "x", { key: "docker!", upstream: dockerHub(), cache });
      }),
    ).toEqual([`[stack/x] key = "docker!"${KEY}`, `[stack/x] cache.region = "Ireland"${REGION}`]);
  });

  it("is reported by the construct whose own value it is, whichever comes first", () => {
    const found = problems((stack) => {
      new PullPermissions(stack, "pull", {
        ...{ region: A_REGION, prefixes: ["Hub"], as: "outputs" },
      });
      new PullThroughCacheRule(stack, "rule", {
        ...{ key: "hub", upstream: dockerHub({ prefix: "Hub" }), cache: { region: A_REGION } },
      });
    });
    expect(found).toEqual([expect.stringMatching(/^\[stack\/rule\] prefix = "Hub"\n/)]);
  });

  it("is reported for each of two values that are wrong in the same way", () => {
    const cache = { region: A_REGION };
    const found = problems((stack) => {
      new UpstreamCache(stack, "a", { key: "a", upstream: dockerHub({ prefix: "Hub" }), cache });
      new UpstreamCache(stack, "b", { key: "b", upstream: dockerHub({ prefix: "Hub" }), cache });
    });
    expect(found.map((problem) => problem.split("\n")[0])).toEqual([
      '[stack/a/rule] prefix = "Hub"',
      '[stack/b/rule] prefix = "Hub"',
    ]);
  });

  it("is reported for each stack", () => {
    const { problems } = template((stack, app) => {
      const other = new TerraformStack(app, "other");
      new AwsProvider(other, "aws", { region: A_REGION });
      for (const one of [stack, other]) {
        new FailureAlarm(one, "alarm", { region: "Ireland", prefixes: [], topic: "create" });
      }
    });
    expect(problems).toEqual([
      `[stack/alarm] region = "Ireland"${REGION}`,
      `[other/alarm] region = "Ireland"${REGION}`,
    ]);
  });
});

/** Props as an app without a type check can give them. */
const loose = <T>(props: unknown) => props as T;

describe("a construct of an app without a type check", () => {
  const cases: Readonly<Record<string, readonly [(stack: TerraformStack) => unknown, string[]]>> = {
    "an upstream that was made by hand": [
      (stack) => new UpstreamCache(stack, "x", loose({ key: "a", upstream: { host: "quay.io" } })),
      ["cache.region = undefined", "upstream = an object"],
    ],
    "a cache of nowhere": [
      (stack) => new UpstreamCache(stack, "x", loose({ key: "a", upstream: dockerHub() })),
      ["cache.region = undefined"],
    ],
    "a cache of an account that is a number": [
      (stack) =>
        new UpstreamCache(
          stack,
          "x",
          loose({ key: "a", upstream: dockerHub(), cache: { region: A_REGION, account: 1 } }),
        ),
      ["cache.account = a number"],
    ],
    "a rule for a host": [
      (stack) => new PullThroughCacheRule(stack, "x", loose({ key: 1, upstream: "quay.io" })),
      ["key = a number", "cache.region = undefined", "upstream = a string"],
    ],
    "a mistyped property of scanning": [
      (stack) =>
        new ImageScanning(stack, "x", loose({ type: "ENHANCED", continuous: ["*"], onpush: [] })),
      ['scanning = "onpush"'],
    ],
    "a type of scanning that is none": [
      (stack) => new ImageScanning(stack, "x", loose({ type: "basic", repositories: ["*"] })),
      ['scanning.type = "basic"'],
    ],
    "no expiry": [(stack) => new LifecyclePolicy(stack, "x", loose({})), ["expiry = none of them"]],
    "nothing for expiry": [
      (stack) => new LifecyclePolicy(stack, "x", loose(undefined)),
      ["expiry = undefined"],
    ],
    "access for nothing": [
      (stack) => new OrganizationAccess(stack, "x", { region: A_REGION, prefixes: [] }),
      ["prefixes = a stack without upstreams"],
    ],
    "a comparison that is none": [
      (stack) =>
        new OrganizationAccess(
          stack,
          "x",
          loose({ region: A_REGION, prefixes: ["hub"], match: "StringNotEquals" }),
        ),
      ['organizationAccess.match = "StringNotEquals"'],
    ],
    "permissions without prefixes": [
      (stack) => new PullPermissions(stack, "x", loose({ region: A_REGION, as: "output" })),
      ["prefixes = undefined", 'pullPermissions.as = "output"'],
    ],
    "an alarm without a topic": [
      (stack) => new FailureAlarm(stack, "x", loose({ region: A_REGION, prefixes: [] })),
      ["failureAlarm.topic = undefined"],
    ],
    "a template with a mutability in small letters": [
      (stack) =>
        new RepositoryCreationTemplate(
          stack,
          "x",
          loose({ region: A_REGION, tagMutability: "mutable" }),
        ),
      ['repositories.tagMutability = "mutable"'],
    ],
    "credentials whose value is the token": [
      (stack) =>
        new UpstreamCredentials(
          stack,
          "x",
          loose({ key: "a", title: "Docker Hub", prefix: "hub", value: "dckr_pat_0123456789" }),
        ),
      ["secrets.value"],
    ],
    "a role that reads nothing": [
      (stack) => new UpstreamRole(stack, "x", loose({ key: "a", region: A_REGION, prefix: "hub" })),
      ["source.account = undefined", "source.region = undefined"],
    ],
    "a role for another task": [
      (stack) =>
        new PipelineRole(
          stack,
          "x",
          loose({
            ...{ task: "destroy", description: "", statements: [] },
            trust: { provider: "", issuer: "", audience: "", claims: {} },
          }),
        ),
      ['task = "destroy"'],
    ],
    "a boundary of nobody's": [
      (stack) => new PermissionsBoundary(stack, "x", loose({ of: "nobody", statements: [] })),
      ['of = "nobody"'],
    ],
    "a template's role within a role": [
      (stack) =>
        new TemplateRole(stack, "x", {
          ...{ region: A_REGION, prefixes: ["hub"] },
          permissionsBoundary: "arn:aws:iam::111111111111:role/ceiling",
        }),
      ['permissionsBoundary = "arn:aws:iam::111111111111:role/ceiling"'],
    ],
    "an upstream's role within a role": [
      (stack) =>
        new UpstreamRole(stack, "x", {
          ...{ key: "a", region: A_REGION, prefix: "hub" },
          source: { account: "222222222222", region: A_REGION },
          permissionsBoundary: "arn:aws:iam::111111111111:role/ceiling",
        }),
      ['permissionsBoundary = "arn:aws:iam::111111111111:role/ceiling"'],
    ],
    "a provider for a pattern of hosts": [
      (stack) => new PipelineProvider(stack, "x", { issuer: "*.example.com", audience: "aws" }),
      ['issuer = "*.example.com"'],
    ],
  };

  it.each(Object.entries(cases))("refuses %s", (_, [build, expected]) => {
    const { problems } = template(build);
    expect(problems.map((problem) => problem.split("\n")[0])).toEqual(
      expected.map((at) => `[stack/x] ${at}`),
    );
  });
});
