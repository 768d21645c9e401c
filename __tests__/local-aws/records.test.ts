import { describe, expect, it } from "vitest";
import { describeCall } from "../../local-aws";
import { ACCOUNT, aRole, aSecret, refusal, useLocalAws } from "./fixture";

const local = useLocalAws();

describe("the call log", () => {
  it("shows the call, its Region, its account and its outcome", async () => {
    await local.ecr.describeRegistry({});
    await refusal(local.ecr.deleteRegistryPolicy({}));
    expect(local.aws.calls).toEqual([
      {
        call: "ecr:DescribeRegistry",
        region: "eu-west-1",
        accountId: ACCOUNT,
        mutating: false,
        actions: [{ action: "ecr:DescribeRegistry", resource: "*" }],
      },
      {
        call: "ecr:DeleteRegistryPolicy",
        region: "eu-west-1",
        accountId: ACCOUNT,
        mutating: true,
        actions: [{ action: "ecr:DeleteRegistryPolicy", resource: "*" }],
        error: "RegistryPolicyNotFoundException",
      },
    ]);
  });

  it("describes each call in one line", async () => {
    await local.ecr.describeRegistry({});
    await refusal(local.ecr.putRegistryPolicy({ policyText: "" }));
    expect(local.aws.calls.map(describeCall)).toEqual([
      "ecr:DescribeRegistry eu-west-1 ok",
      "ecr:PutRegistryPolicy eu-west-1 InvalidParameterException (the policy is not JSON)",
    ]);
  });
});

describe("the inventory", () => {
  it("of a new AWS is empty, even after reading from it", async () => {
    await local.ecr.describePullThroughCacheRules({});
    await local.secrets.listSecrets({});
    await local.iam.listRoles({});
    expect(local.aws.inventory()).toEqual({});
  });

  it("shows everything that AWS holds except the values of secrets", async () => {
    const credentialArn = await aSecret(local.secrets, "the-secret-value");
    await aRole(local.iam, "ecr.amazonaws.com");
    await local.ecr.createPullThroughCacheRule({
      ecrRepositoryPrefix: "docker-hub",
      upstreamRegistryUrl: "registry-1.docker.io",
      credentialArn,
    });
    await local.ecr.createRepositoryCreationTemplate({
      prefix: "ROOT",
      appliedFor: ["PULL_THROUGH_CACHE"],
    });
    await local.ecr.putRegistryScanningConfiguration({ scanType: "ENHANCED" });
    const inventory = local.aws.inventory();
    expect(inventory).toMatchObject({
      [ACCOUNT]: {
        global: { roles: [{ name: "a-role" }] },
        "eu-west-1": {
          secrets: [{ name: "ecr-pullthroughcache/docker-hub", hasValue: true }],
          pullThroughCacheRules: [{ ecrRepositoryPrefix: "docker-hub", credentialArn }],
          repositoryCreationTemplates: [{ prefix: "ROOT" }],
          registryScanningConfiguration: { scanType: "ENHANCED", rules: [] },
        },
      },
    });
    expect(JSON.stringify(inventory)).not.toContain("the-secret-value");
  });

  it("still holds a secret that is only scheduled for deletion", async () => {
    const SecretId = await aSecret(local.secrets);
    await local.secrets.deleteSecret({ SecretId });
    expect(local.aws.inventory()[ACCOUNT]?.["eu-west-1"]?.secrets).toMatchObject([
      { arn: SecretId, deletionDate: expect.any(String) },
    ]);
  });
});
