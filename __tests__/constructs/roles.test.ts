import { describe, expect, it } from "vitest";
import { PermissionsBoundary } from "../../constructs/permissions-boundary";
import { TemplateRole, type TemplateRoleProps } from "../../constructs/template-role";
import { UpstreamRole, type UpstreamRoleProps } from "../../constructs/upstream-role";
import { template } from "../template";

const region = "eu-west-1";
const BOUNDARY = "arn:aws:iam::111111111111:policy/boundary";

/** The first line of each problem. */
const told = (problems: readonly string[]) => problems.map((one) => one.split("\n")[0]);

describe("the role of templates", () => {
  const role = (props: Partial<TemplateRoleProps>) =>
    template((stack) => {
      new TemplateRole(stack, "role", { region, prefixes: ["hub"], ...props });
    });

  it.each([
    [{ kmsKeyArn: "alias/a" }, 'kmsKeyArn = "alias/a"'],
    [{ prefixes: ["Hub"] }, 'prefixes[0] = "Hub"'],
    [{ region: "Ireland" }, 'region = "Ireland"'],
    [{ permissionsBoundary: "boundary" }, 'permissionsBoundary = "boundary"'],
  ])("is not made of %j", (props, problem) => {
    expect(told(role(props).problems)).toEqual([`[stack/role] ${problem}`]);
  });

  it("may be within a boundary", () => {
    const { problems, resource } = role({ permissionsBoundary: BOUNDARY });
    expect(problems).toEqual([]);
    expect(resource("aws_iam_role", "ecr_repository_creation")).toMatchObject({
      permissions_boundary: BOUNDARY,
    });
  });
});

describe("the role of a private ECR upstream", () => {
  const role = (props: object) =>
    template((stack) => {
      new UpstreamRole(stack, "role", {
        ...{ key: "platform", region, prefix: "ecr" },
        ...{ source: { account: "222222222222", region: "eu-central-1" }, ...props },
      } as UpstreamRoleProps);
    });

  it.each([
    [{ prefix: "Ecr" }, 'prefix = "Ecr"'],
    [{ upstreamRepositoryPrefix: "Team" }, 'upstreamRepositoryPrefix = "Team"'],
    [{ key: "Platform" }, 'key = "Platform"'],
    [{ source: { account: "2", region: "eu-central-1" } }, 'source.account = "2"'],
    [{ source: { account: "222222222222", region: "x" } }, 'source.region = "x"'],
    [{ permissionsBoundary: "boundary" }, 'permissionsBoundary = "boundary"'],
  ])("is not made of %j", (props, problem) => {
    expect(told(role(props).problems)).toEqual([`[stack/role] ${problem}`]);
  });

  it("says what it is for, and may be within a boundary", () => {
    const { problems, resource } = role({ permissionsBoundary: BOUNDARY });
    expect(problems).toEqual([]);
    expect(resource("aws_iam_role", "platform_cache")).toMatchObject({
      description:
        "Lets Amazon ECR in eu-west-1 cache the registry of 222222222222 in eu-central-1.",
      permissions_boundary: BOUNDARY,
    });
  });
});

describe("a permissions boundary", () => {
  const boundary = (of: string, actions = ["ecr:GetAuthorizationToken"]) =>
    template((stack) => {
      const statements = [{ sid: "All", actions, resources: ["*"] }];
      new PermissionsBoundary(stack, "boundary", { of: of as "stacks", statements });
    });

  it("of the roles of stacks is told to them, and that of the role that applies to nobody", () => {
    expect(boundary("stacks").addresses).toEqual([
      "aws_iam_policy.boundary",
      "output.boundary_arn",
    ]);
    expect(boundary("apply").addresses).toEqual(["aws_iam_policy.apply_boundary"]);
  });

  it("is one of these two, and fits into a managed policy", () => {
    expect(told(boundary("stack").problems)).toEqual(['[stack/boundary] of = "stack"']);
    const many = Array.from({ length: 300 }, (_, index) => `ecr:Action-${index}-of-many`);
    expect(told(boundary("stacks", many).problems)).toEqual([
      expect.stringMatching(/^\[stack\/boundary\] stacks = \d{4} characters of policy$/),
    ]);
  });
});
