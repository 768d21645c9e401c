import { describe, expect, it } from "vitest";
import { PullPermissions, type PullPermissionsProps } from "../../constructs/pull-permissions";
import { UpstreamCache } from "../../constructs/upstream-cache";
import { gitHub, privateEcr, quay } from "../../ecr/catalogue";
import type { Upstream } from "../../ecr/upstream";
import type { PrivateEcrOptions } from "../../ecr/upstream-options";
import { template } from "../template";

const CACHE = { region: "eu-west-1", account: "111111111111" };
const ACCOUNT = "${data.aws_caller_identity.current.account_id}";
const SECRET = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:ecr-pullthroughcache/x-AbCdEf";

const cacheOf = (upstream: Upstream) =>
  template((stack) => {
    new UpstreamCache(stack, "one", { key: "one", upstream, cache: CACHE });
  });

describe("a cache of a public registry", () => {
  it("is a rule and nothing else", () => {
    const { addresses, resource } = cacheOf(quay());
    expect(addresses).toEqual(["aws_ecr_pull_through_cache_rule.one"]);
    expect(resource("aws_ecr_pull_through_cache_rule", "one")).toEqual({
      ecr_repository_prefix: "quay",
      upstream_registry_url: "quay.io",
    });
  });
});

describe("a cache with a secret that exists", () => {
  it("uses it, and makes neither a secret nor variables", () => {
    const { addresses, resource } = cacheOf(gitHub({ secretArn: SECRET }));
    expect(addresses).toEqual(["aws_ecr_pull_through_cache_rule.one"]);
    expect(resource("aws_ecr_pull_through_cache_rule", "one")).toMatchObject({
      credential_arn: SECRET,
    });
  });
});

describe("a cache of a private ECR registry", () => {
  const privateCache = (options: Partial<PrivateEcrOptions> = {}) =>
    cacheOf(privateEcr({ account: "222222222222", region: "eu-central-1", ...options }));

  it("has a role that the pull-through cache, and nobody else, assumes", () => {
    const { resource } = privateCache();
    expect(resource("aws_iam_role", "one_cache")).toMatchObject({
      name: "stack-eu-west-1-upstream-one",
      assume_role_policy:
        '${jsonencode({"Version" = "2012-10-17", "Statement" = [{"Effect" = "Allow", "Principal" = {"Service" = "pullthroughcache.ecr.amazonaws.com"}, "Action" = "sts:AssumeRole"}]})}',
    });
  });

  it("lets the role read what is cached, and write under its own prefix", () => {
    const { resource } = privateCache({ prefix: "platform", upstreamRepositoryPrefix: "released" });
    const { policy } = resource("aws_iam_role_policy", "one_cache");
    const resources = [...String(policy).matchAll(/"Resource" = \["([^"]+)"\]/g)].map(
      ([, arn]) => arn,
    );
    expect(resources).toEqual([
      "*",
      "arn:aws:ecr:eu-central-1:222222222222:repository/released/*",
      `arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/platform/*`,
    ]);
  });

  it("waits with the rule until the role may do its work", () => {
    expect(privateCache().resource("aws_ecr_pull_through_cache_rule", "one")).toEqual({
      ecr_repository_prefix: "ecr",
      upstream_registry_url: "222222222222.dkr.ecr.eu-central-1.amazonaws.com",
      custom_role_arn: "${aws_iam_role.one_cache.arn}",
      depends_on: ["aws_iam_role_policy.one_cache", "terraform_data.one_access"],
    });
  });

  it("replaces a rule that loses its role, which AWS cannot take from it", () => {
    const { resource } = privateCache({ account: "111111111111" });
    expect(resource("aws_ecr_pull_through_cache_rule", "one")["lifecycle"]).toEqual({
      replace_triggered_by: ["terraform_data.one_access"],
    });
    expect(resource("terraform_data", "one_access")).toEqual({
      input: { access: "none" },
    });
    expect(privateCache().resource("terraform_data", "one_access")).toEqual({
      input: { access: "role" },
      triggers_replace: { access: "role" },
    });
  });

  it.each([
    ["is given", { role: { arn: "arn:aws:iam::111111111111:role/own" } }],
    ["is not wanted", { account: "111111111111", role: "none" as const }],
    ["is not needed, because the account is the cache's own", { account: "111111111111" }],
  ])("has no role when one %s", (_, options) => {
    const { addresses, problems } = privateCache(options);
    expect(problems).toEqual([]);
    expect(addresses).toEqual(["aws_ecr_pull_through_cache_rule.one", "terraform_data.one_access"]);
  });
});

describe("PullPermissions", () => {
  const permissions = (props: Partial<PullPermissionsProps>) =>
    template((stack) => {
      const prefixes = ["docker-hub", "quay"];
      new PullPermissions(stack, "pull", {
        region: "eu-west-1",
        prefixes,
        as: "outputs",
        ...props,
      });
    });

  it("allow a first pull under the caches' prefixes, and nothing elsewhere", () => {
    expect(permissions({}).outputs["ecr_pull_policy_statements"]?.["value"]).toEqual([
      {
        sid: "ECRLogIn",
        effect: "Allow",
        actions: ["ecr:GetAuthorizationToken"],
        resources: ["*"],
      },
      {
        sid: "ECRPullThroughCache",
        effect: "Allow",
        actions: [
          "ecr:BatchGetImage",
          "ecr:BatchImportUpstreamImage",
          "ecr:CreateRepository",
          "ecr:GetDownloadUrlForLayer",
        ],
        resources: [
          `arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/docker-hub/*`,
          `arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/quay/*`,
        ],
      },
    ]);
  });

  it("are only outputs, unless a policy is asked for", () => {
    expect(permissions({}).addresses).toEqual([
      "data.aws_caller_identity.current",
      "output.ecr_pull_policy",
      "output.ecr_pull_policy_statements",
    ]);
  });

  it("can be a managed policy, attached to roles by their names", () => {
    const { addresses, resource } = permissions({
      as: "managed-policy",
      attachToRoles: ["eks-node", "CI.Builder"],
    });
    expect(addresses).toEqual(
      expect.arrayContaining([
        "aws_iam_policy.ecr_pull",
        "aws_iam_role_policy_attachment.ecr_pull_ci_builder",
        "aws_iam_role_policy_attachment.ecr_pull_eks_node",
      ]),
    );
    expect(resource("aws_iam_policy", "ecr_pull")).toMatchObject({ name: "stack-eu-west-1-pull" });
    expect(resource("aws_iam_role_policy_attachment", "ecr_pull_ci_builder")).toEqual({
      policy_arn: "${aws_iam_policy.ecr_pull.arn}",
      role: "CI.Builder",
    });
  });

  it("refuse the ARN of a role for its name", () => {
    const { problems } = permissions({
      as: "managed-policy",
      attachToRoles: ["arn:aws:iam::111111111111:role/eks-node"],
    });
    expect(problems).toEqual([
      '[stack/pull] attachToRoles[0] = "arn:aws:iam::111111111111:role/eks-node"\n' +
        "  allowed: the name of an IAM role: 1 to 64 letters, digits or +=,.@_-\n" +
        '  fix: did you mean "eks-node"?',
    ]);
  });

  it("refuse roles where there is no policy to attach", () => {
    const { problems } = permissions({ attachToRoles: ["eks-node"] });
    expect(problems).toEqual([
      '[stack/pull] attachToRoles = ["eks-node"]\n' +
        '  allowed: role names only with as: "managed-policy"\n' +
        '  fix: write as: "managed-policy", or leave `attachToRoles` out',
    ]);
  });

  it("refuse two roles whose names would be one Terraform address", () => {
    const { problems } = permissions({ as: "managed-policy", attachToRoles: ["a.b", "a-b"] });
    expect(problems).toEqual([
      expect.stringContaining("aws_iam_role_policy_attachment.ecr_pull_a_b"),
    ]);
  });
});
