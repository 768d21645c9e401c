import { GetPolicyCommand, GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Deployment, REGION } from "./deployment";
import { describeWithTerraform } from "./describe-with-terraform";
import { RegistryReader } from "./registry-reader";

describeWithTerraform("examples/every-registry.ts", () => {
  let deployment: Deployment;
  let registry: RegistryReader;

  beforeAll(async () => {
    deployment = await Deployment.open("examples/every-registry.ts", { requireSecretValue: true });
    registry = new RegistryReader(deployment.aws, REGION);
  });
  afterAll(() => deployment.close());

  it("is deployed", async () => {
    const { code, stderr } = await deployment.apply();
    expect(stderr).toBe("");
    expect(code).toBe(0);
  });

  it("makes a rule for every registry that ECR can cache", async () => {
    const rules = await registry.rules();
    const summary = rules.map((rule) => [
      rule.ecrRepositoryPrefix,
      rule.upstreamRegistry,
      rule.upstreamRegistryUrl,
      rule.credentialArn?.replace(/^.*:secret:(.*)-\w{6}$/, "$1") ?? rule.customRoleArn,
    ]);
    expect(summary.sort()).toEqual([
      [
        "azure",
        "azure-container-registry",
        "examplecompany.azurecr.io",
        "ecr-pullthroughcache/azure",
      ],
      ["chainguard", "chainguard", "cgr.dev", "ecr-pullthroughcache/chainguard"],
      ["docker-hub", "docker-hub", "registry-1.docker.io", "ecr-pullthroughcache/docker-hub"],
      ["ecr-public", "ecr-public", "public.ecr.aws", undefined],
      ["github", "github-container-registry", "ghcr.io", "ecr-pullthroughcache/github"],
      ["gitlab", "gitlab-container-registry", "registry.gitlab.com", "ecr-pullthroughcache/gitlab"],
      ["kubernetes", "k8s", "registry.k8s.io", undefined],
      [
        "platform",
        "ecr",
        "222222222222.dkr.ecr.eu-central-1.amazonaws.com",
        "arn:aws:iam::111111111111:role/every-registry-eu-west-1-upstream-platform",
      ],
      ["quay", "quay", "quay.io", undefined],
    ]);
    const platform = rules.find(({ ecrRepositoryPrefix }) => ecrRepositoryPrefix === "platform");
    expect(platform?.upstreamRepositoryPrefix).toBe("released");
  });

  it("opens to the organization the caches, and nothing else", async () => {
    const [statement] = (await registry.policy())?.Statement ?? [];
    expect([statement?.["Resource"]].flat().sort()).toEqual(
      [
        "azure",
        "chainguard",
        "docker-hub",
        "ecr-public",
        "github",
        "gitlab",
        "kubernetes",
        "platform",
        "quay",
      ].map((prefix) => `arn:aws:ecr:eu-west-1:111111111111:repository/${prefix}/*`),
    );
  });

  it("makes a role for the private registry, and a policy for who pulls", async () => {
    const iam = new IAMClient(registry.config);
    const RoleName = "every-registry-eu-west-1-upstream-platform";
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")).toContain(
      "pullthroughcache.ecr.amazonaws.com",
    );
    const PolicyArn = "arn:aws:iam::111111111111:policy/every-registry-eu-west-1-pull";
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
    expect(Policy?.AttachmentCount).toBe(0);
  });

  it("prints the policy for the other account as JSON that can be pasted", async () => {
    const { stdout } = await deployment.terraform("output", "-json", "ecr_upstream_policies");
    expect(JSON.parse(JSON.parse(stdout).platform)).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "PullThroughCache",
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::111111111111:root" },
          Action: [
            "ecr:BatchGetImage",
            "ecr:BatchImportUpstreamImage",
            "ecr:GetDownloadUrlForLayer",
            "ecr:GetImageCopyStatus",
          ],
          Resource: ["arn:aws:ecr:eu-central-1:222222222222:repository/released/*"],
        },
      ],
    });
  });

  it("then has nothing left to change", async () => {
    const { code, stdout } = await deployment.terraform(
      "plan",
      "-detailed-exitcode",
      "-input=false",
    );
    expect(stdout).toContain("No changes.");
    expect(code).toBe(0);
  });

  it("is destroyed, and nothing is left", async () => {
    const { code } = await deployment.apply("-destroy");
    expect(code).toBe(0);
    expect(deployment.aws.inventory()).toEqual({});
  });
});
