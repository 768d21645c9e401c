import { describe, expect, it } from "vitest";
import { PermissionsBoundary } from "../../constructs/permissions-boundary";
import { PipelineProvider, type PipelineProviderProps } from "../../constructs/pipeline-provider";
import { PipelineRole } from "../../constructs/pipeline-role";
import { template } from "../template";

const issuer = "gitlab.com";
const audience = "https://gitlab.com";
const EXISTING = "arn:aws:iam::111111111111:oidc-provider/gitlab.com";
const STATEMENT = { sid: "Read", actions: ["ecr:DescribeRegistry"], resources: ["*"] };

describe("PipelineProvider", () => {
  const providers = (...all: readonly Partial<PipelineProviderProps>[]) =>
    template((stack) => {
      for (const [index, props] of all.entries()) {
        new PipelineProvider(stack, `provider-${index}`, { issuer, audience, ...props });
      }
    });

  it("makes a provider for the issuer and the audience", () => {
    const { resource, problems } = providers({});
    expect(resource("aws_iam_openid_connect_provider", "pipeline")).toEqual({
      url: "https://gitlab.com",
      client_id_list: [audience],
    });
    expect(problems).toEqual([]);
  });

  it("makes none where there is one", () => {
    const { addresses, problems } = providers({ existing: EXISTING, account: "111111111111" });
    expect(addresses).toEqual([]);
    expect(problems).toEqual([]);
  });

  it.each([
    ["another issuer's", EXISTING.replace("gitlab.com", "gitlab.example.com")],
    ["another account's", EXISTING.replace("111111111111", "222222222222")],
    ["a role", "arn:aws:iam::111111111111:role/pipeline"],
  ])("refuses %s in its place", (_, existing) => {
    expect(providers({ existing, account: "111111111111" }).problems).toEqual([
      `[stack/provider-0] existingProvider = "${existing}"
  allowed: the ARN of this account's provider for gitlab.com: ${EXISTING}
  fix: copy it from \`aws iam list-open-id-connect-providers\`, or leave it out to make one`,
    ]);
  });

  it("is one for each account, so that a second one is told of the first", () => {
    const [account, other] = ["111111111111", "222222222222"];
    const told = (...all: readonly Partial<PipelineProviderProps>[]) =>
      providers(...all).problems.filter((problem) => problem.includes("existingProvider"));
    expect(told({ account }, { account: other })).toEqual([]);
    expect(told({ account }, { account })).toEqual([
      `[stack/provider-1] existingProvider = nothing
  allowed: one provider for gitlab.com in each account
  fix: give its ARN: stack/provider-0 creates it; or correct the account, if it is another one`,
    ]);
  });
});

describe("PermissionsBoundary", () => {
  const boundary = (of: "stacks" | "apply", statements = [STATEMENT]) =>
    template((stack) => {
      new PermissionsBoundary(stack, "boundary", { of, statements });
    });

  it("is a managed policy named after the stack, whose ARN the stacks need", () => {
    const { addresses, resource, outputs } = boundary("stacks");
    expect(addresses).toEqual(["aws_iam_policy.boundary", "output.boundary_arn"]);
    expect(resource("aws_iam_policy", "boundary")).toMatchObject({ name: "stack-boundary" });
    expect(outputs["boundary_arn"]).toMatchObject({ value: "${aws_iam_policy.boundary.arn}" });
  });

  it("is another one for the role that applies, which nobody else needs", () => {
    const { addresses, resource } = boundary("apply");
    expect(addresses).toEqual(["aws_iam_policy.apply_boundary"]);
    expect(resource("aws_iam_policy", "apply_boundary")).toMatchObject({
      name: "stack-apply-boundary",
    });
  });

  it("refuses more policy than IAM takes", () => {
    const many = Array.from({ length: 60 }, () => ({ ...STATEMENT, sid: "x".repeat(100) }));
    expect(boundary("stacks", many).problems).toEqual([
      expect.stringMatching(
        /^\[stack\/boundary\] stacks = \d{5} characters of policy\n {2}allowed: at most 6144 for one managed policy\n {2}fix: give some of the stacks roles of their own, in another stack$/,
      ),
    ]);
  });
});

describe("PipelineRole", () => {
  const role = (statements = [STATEMENT], more: { permissionsBoundary?: string } = {}) =>
    template((stack) => {
      new PipelineRole(stack, "plan", {
        task: "plan",
        description: "For the jobs that plan.",
        trust: {
          ...{ provider: EXISTING, issuer, audience },
          claims: { equal: { ref_protected: ["true"] }, like: { sub: ["project_path:acme/*"] } },
        },
        statements,
        ...more,
      });
    });

  it("is named after the stack and the task, and tells its ARN", () => {
    const { addresses, resource, outputs } = role();
    expect(addresses).toEqual([
      "aws_iam_role.plan",
      "aws_iam_role_policy.plan",
      "output.plan_role_arn",
    ]);
    expect(resource("aws_iam_role", "plan")).toMatchObject({ name: "stack-plan" });
    expect(outputs["plan_role_arn"]).toMatchObject({ value: "${aws_iam_role.plan.arn}" });
  });

  it("trusts tokens for the audience with the claims, those with patterns compared as patterns", () => {
    const { assume_role_policy } = role().resource("aws_iam_role", "plan");
    expect(assume_role_policy).toContain(
      '"Condition" = {"StringEquals" = {"gitlab.com:aud" = "https://gitlab.com", "gitlab.com:ref_protected" = ["true"]}, "StringLike" = {"gitlab.com:sub" = ["project_path:acme/*"]}}',
    );
    expect(assume_role_policy).toContain(`"Principal" = {"Federated" = "${EXISTING}"}`);
  });

  it("has a boundary where it is given one", () => {
    expect(role().resource("aws_iam_role", "plan")).not.toHaveProperty("permissions_boundary");
    const permissionsBoundary = "arn:aws:iam::111111111111:policy/ceiling";
    const bounded = role([STATEMENT], { permissionsBoundary });
    expect(bounded.resource("aws_iam_role", "plan")).toMatchObject({
      permissions_boundary: permissionsBoundary,
    });
  });

  it("refuses more policy than fits into a role", () => {
    const many = Array.from({ length: 100 }, () => ({ ...STATEMENT, sid: "x".repeat(100) }));
    expect(role(many).problems).toEqual([
      expect.stringMatching(
        /^\[stack\/plan\] stacks = \d{5} characters of policy\n {2}allowed: at most 10240 for one inline policy\n {2}fix: give some of the stacks roles of their own, in another stack$/,
      ),
    ]);
  });
});
