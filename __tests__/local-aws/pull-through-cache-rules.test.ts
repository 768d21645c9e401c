import { ECR } from "@aws-sdk/client-ecr";
import { describe, expect, it } from "vitest";
import { ACCOUNT, aRole, aSecret, refusal, useLocalAws } from "./fixture";

const local = useLocalAws();
const quay = { ecrRepositoryPrefix: "quay", upstreamRegistryUrl: "quay.io" };

describe("a pull through cache rule", () => {
  it("is returned with the upstream registry of its URL", async () => {
    const credentialArn = await aSecret(local.secrets);
    const rule = await local.ecr.createPullThroughCacheRule({
      ecrRepositoryPrefix: "docker-hub",
      upstreamRegistryUrl: "registry-1.docker.io",
      credentialArn,
    });
    expect(rule).toMatchObject({
      ecrRepositoryPrefix: "docker-hub",
      upstreamRegistryUrl: "registry-1.docker.io",
      upstreamRegistry: "docker-hub",
      registryId: ACCOUNT,
      credentialArn,
      createdAt: expect.any(Date),
    });
  });

  it.each([
    ["registry-1.docker.io", "docker-hub"],
    ["ghcr.io", "github-container-registry"],
    ["registry.gitlab.com", "gitlab-container-registry"],
    ["example.azurecr.io", "azure-container-registry"],
    ["example-e7ggejfuhzhgedc8.azurecr.io", "azure-container-registry"],
    ["cgr.dev", "chainguard"],
  ])("for %s needs a secret", async (upstreamRegistryUrl, upstreamRegistry) => {
    const rule = { ecrRepositoryPrefix: "cache", upstreamRegistryUrl };
    expect(await refusal(local.ecr.createPullThroughCacheRule(rule))).toBe(
      "UnsupportedUpstreamRegistryException: The specified upstream registry requires authentication. Specify a valid Secrets Manager ARN",
    );
    const credentialArn = await aSecret(local.secrets);
    const made = await local.ecr.createPullThroughCacheRule({ ...rule, credentialArn });
    expect(made.upstreamRegistry).toBe(upstreamRegistry);
  });

  it.each([
    ["quay.io", "quay"],
    ["registry.k8s.io", "k8s"],
    ["public.ecr.aws", "ecr-public"],
    [`${ACCOUNT}.dkr.ecr.eu-central-1.amazonaws.com`, "ecr"],
  ])("for %s refuses a secret", async (upstreamRegistryUrl, upstreamRegistry) => {
    const rule = { ecrRepositoryPrefix: "cache", upstreamRegistryUrl };
    const credentialArn = await aSecret(local.secrets);
    expect(await refusal(local.ecr.createPullThroughCacheRule({ ...rule, credentialArn }))).toBe(
      `InvalidParameterException: Invalid parameter at 'credentialArn' failed to satisfy constraint: 'must not be specified for the upstream registry ${upstreamRegistry}'`,
    );
    expect(await local.ecr.createPullThroughCacheRule(rule)).toMatchObject({ upstreamRegistry });
  });

  it.each([
    "docker.io",
    "https://quay.io",
    "quay.io/organization",
    "QUAY.IO",
    "a.b.azurecr.io",
    "public.ecr.aws.example.com",
    "harbor.example.com",
  ])("refuses the upstream %s", async (upstreamRegistryUrl) => {
    expect(
      await refusal(local.ecr.createPullThroughCacheRule({ ...quay, upstreamRegistryUrl })),
    ).toBe(
      `UnsupportedUpstreamRegistryException: The upstream registry URL ${upstreamRegistryUrl} is invalid. Specify a valid upstream registry URL and try again`,
    );
  });

  it("refuses an upstream registry that does not match the URL", async () => {
    const call = local.ecr.createPullThroughCacheRule({ ...quay, upstreamRegistry: "k8s" });
    expect(await refusal(call)).toBe(
      "UnsupportedUpstreamRegistryException: The upstream registry k8s does not match the URL quay.io",
    );
  });

  it("refuses a prefix that is not a namespace, with the message of Amazon ECR", async () => {
    const call = local.ecr.createPullThroughCacheRule({ ...quay, ecrRepositoryPrefix: "Quay" });
    expect(await refusal(call)).toBe(
      "InvalidParameterException: Invalid parameter at 'ecrRepositoryPrefix' failed to satisfy constraint: 'must satisfy regular expression '^([a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(\\/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*\\/?|ROOT)$''",
    );
  });

  it.each([
    ["q", "Member must have length greater than or equal to 2"],
    ["q".repeat(31), "Member must have length less than or equal to 30"],
  ])("refuses the prefix %s", async (ecrRepositoryPrefix, constraint) => {
    const call = local.ecr.createPullThroughCacheRule({ ...quay, ecrRepositoryPrefix });
    expect(await refusal(call)).toBe(
      `InvalidParameterException: Invalid parameter at 'ecrRepositoryPrefix' failed to satisfy constraint: '${constraint}'`,
    );
  });

  it("ignores a trailing slash in its prefix", async () => {
    await local.ecr.createPullThroughCacheRule({ ...quay, ecrRepositoryPrefix: "quay/" });
    expect(await refusal(local.ecr.createPullThroughCacheRule(quay))).toBe(
      `PullThroughCacheRuleAlreadyExistsException: A pull through cache rule with prefix 'quay' already exists in the registry with id '${ACCOUNT}'`,
    );
  });

  it("is one of at most fifty in a registry", async () => {
    for (let n = 0; n < 50; n += 1) {
      await local.ecr.createPullThroughCacheRule({ ...quay, ecrRepositoryPrefix: `quay-${n}` });
    }
    expect(await refusal(local.ecr.createPullThroughCacheRule(quay))).toMatch(
      /^LimitExceededException/,
    );
  });

  it.each(["cn-north-1", "us-gov-west-1"])("does not exist in %s", async (region) => {
    const ecr = new ECR(local.config(region));
    expect(await refusal(ecr.createPullThroughCacheRule(quay))).toBe(
      `ValidationException: Pull through cache rules are not supported in the Region ${region}`,
    );
  });

  it("belongs to one Region", async () => {
    await local.ecr.createPullThroughCacheRule(quay);
    const elsewhere = new ECR(local.config("us-east-1"));
    const { pullThroughCacheRules } = await elsewhere.describePullThroughCacheRules();
    expect(pullThroughCacheRules).toEqual([]);
  });

  it("is gone once deleted", async () => {
    await local.ecr.createPullThroughCacheRule(quay);
    await local.ecr.deletePullThroughCacheRule({ ecrRepositoryPrefix: "quay" });
    const call = local.ecr.describePullThroughCacheRules({ ecrRepositoryPrefixes: ["quay"] });
    expect(await refusal(call)).toBe(
      `PullThroughCacheRuleNotFoundException: The pull through cache rule with prefix 'quay' does not exist in the registry with id '${ACCOUNT}'`,
    );
  });

  it("of another account is inaccessible", async () => {
    const call = local.ecr.createPullThroughCacheRule({ ...quay, registryId: "222222222222" });
    expect(await refusal(call)).toMatch(/^AccessDeniedException: /);
  });

  it("is listed page by page, in the order of prefixes", async () => {
    for (const ecrRepositoryPrefix of ["cc", "aa", "bb"]) {
      await local.ecr.createPullThroughCacheRule({ ...quay, ecrRepositoryPrefix });
    }
    const first = await local.ecr.describePullThroughCacheRules({ maxResults: 2 });
    const { nextToken } = first;
    const second = await local.ecr.describePullThroughCacheRules({ maxResults: 2, nextToken });
    const pages = [first, second].map((page) =>
      page.pullThroughCacheRules?.map((rule) => rule.ecrRepositoryPrefix),
    );
    expect(pages).toEqual([["aa", "bb"], ["cc"]]);
    expect(second.nextToken).toBeUndefined();
  });
});

describe("a rule for another private registry", () => {
  const rule = {
    ecrRepositoryPrefix: "team-a",
    upstreamRegistryUrl: "222222222222.dkr.ecr.eu-central-1.amazonaws.com",
  };
  const trusted = "pullthroughcache.ecr.amazonaws.com";
  const refused = (constraint: string) =>
    `InvalidParameterException: Invalid parameter at 'customRoleArn' failed to satisfy constraint: '${constraint}'`;

  it("assumes a role", async () => {
    const customRoleArn = await aRole(local.iam, trusted);
    const made = await local.ecr.createPullThroughCacheRule({
      ...rule,
      customRoleArn,
      upstreamRepositoryPrefix: "team-b",
    });
    expect(made).toMatchObject({ customRoleArn, upstreamRepositoryPrefix: "team-b" });
  });

  it("of another account needs a role", async () => {
    expect(await refusal(local.ecr.createPullThroughCacheRule(rule))).toBe(
      refused("must be specified when the upstream registry is in another account"),
    );
  });

  it("refuses a role that trusts another service", async () => {
    const customRoleArn = await aRole(local.iam, "ecr.amazonaws.com");
    expect(await refusal(local.ecr.createPullThroughCacheRule({ ...rule, customRoleArn }))).toBe(
      refused(`the role must trust ${trusted}`),
    );
  });

  it.each([
    ["arn:aws:iam::111111111111:role/absent", "the role does not exist"],
    [
      "arn:aws:iam::222222222222:role/foreign",
      "the role must be in the same account as the registry",
    ],
    ["a-role", "must be the ARN of an IAM role"],
  ])("refuses the role %s", async (customRoleArn, constraint) => {
    expect(await refusal(local.ecr.createPullThroughCacheRule({ ...rule, customRoleArn }))).toBe(
      refused(constraint),
    );
  });

  it("is the only kind that accepts a role", async () => {
    const customRoleArn = await aRole(local.iam, trusted);
    expect(await refusal(local.ecr.createPullThroughCacheRule({ ...quay, customRoleArn }))).toBe(
      refused("must not be specified for the upstream registry quay"),
    );
  });

  it("cannot have an upstream prefix when its own prefix is ROOT", async () => {
    const call = local.ecr.createPullThroughCacheRule({
      ecrRepositoryPrefix: "ROOT",
      upstreamRegistryUrl: `${ACCOUNT}.dkr.ecr.eu-central-1.amazonaws.com`,
      upstreamRepositoryPrefix: "team-b",
    });
    expect(await refusal(call)).toBe(
      "InvalidParameterException: Invalid parameter at 'upstreamRepositoryPrefix' failed to satisfy constraint: 'must be ROOT when the ECR repository prefix is ROOT'",
    );
  });
});
