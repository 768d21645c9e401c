import { describe, expect, it } from "vitest";
import { ACCOUNT, refusal, useLocalAws } from "./fixture";

const local = useLocalAws();
const own = `arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/*`;
const statement = {
  Sid: "OrganizationPulls",
  Effect: "Allow",
  Principal: { AWS: "*" },
  Action: ["ecr:BatchGetImage", "ecr:CreateRepository"],
  Resource: own,
  Condition: { StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } },
};
const policy = (...statements: object[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
const refused =
  "InvalidParameterException: Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid registry policy provided'";

const put = (policyText: string) => local.ecr.putRegistryPolicy({ policyText });

describe("a registry policy", () => {
  it("is returned as it was put", async () => {
    const policyText = ` ${policy(statement)}\n`;
    await put(policyText);
    expect(await local.ecr.getRegistryPolicy({})).toMatchObject({
      registryId: ACCOUNT,
      policyText,
    });
  });

  it("does not exist at first, nor after it was deleted", async () => {
    const missing = `RegistryPolicyNotFoundException: Registry policy does not exist in the registry with id '${ACCOUNT}'`;
    expect(await refusal(local.ecr.getRegistryPolicy({}))).toBe(missing);
    await put(policy(statement));
    await local.ecr.deleteRegistryPolicy({});
    expect(await refusal(local.ecr.getRegistryPolicy({}))).toBe(missing);
    expect(await refusal(local.ecr.deleteRegistryPolicy({}))).toBe(missing);
  });

  it.each([
    ["every action", { ...statement, Action: "ecr:*" }],
    ["a group of actions", { ...statement, Action: "ecr:Batch*" }],
    ["accounts and roots", { ...statement, Principal: { AWS: ["222222222222"] } }],
    ["a service", { ...statement, Principal: { Service: "ecs.amazonaws.com" } }],
    ["every resource", { ...statement, Resource: "*" }],
    ["a refusal", { ...statement, Effect: "Deny" }],
    [
      "a role of another account",
      { ...statement, Principal: { AWS: "arn:aws:iam::222222222222:role/a/b" } },
    ],
    ["a date", { ...statement, Condition: { DateLessThan: { "aws:CurrentTime": "2027-01-01" } } }],
  ])("may name %s", async (_, given) => {
    expect(await refusal(put(policy(given)))).toBe("accepted");
  });

  it.each([
    ["is not JSON", "no policy", "the policy is not JSON"],
    ["has no statement", policy(), "the policy has no statement"],
    [
      "has no principal",
      policy({ ...statement, Principal: undefined }),
      "a statement has no Principal",
    ],
    [
      "has no resource",
      policy({ ...statement, Resource: undefined }),
      "a statement has no Resource",
    ],
    [
      "names an unknown action",
      policy({ ...statement, Action: "ecr:BatchGetImages" }),
      "ecr:BatchGetImages is not an action of Amazon ECR",
    ],
    [
      "names another service's action",
      policy({ ...statement, Action: "s3:GetObject" }),
      "s3:GetObject is not an action of Amazon ECR",
    ],
    [
      "reaches into another Region",
      policy({ ...statement, Resource: own.replace("eu-west-1", "us-east-1") }),
      `arn:aws:ecr:us-east-1:${ACCOUNT}:repository/* is not in this registry (arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/…)`,
    ],
    [
      "uses an Sid twice",
      policy(statement, statement),
      "Statement IDs (SID) in a single policy must be unique.",
    ],
    [
      "uses an unknown condition operator",
      policy({ ...statement, Condition: { StringMatches: { "aws:PrincipalOrgID": "o-a" } } }),
      "there is no condition operator StringMatches",
    ],
    [
      "has an Id that is not a string",
      JSON.stringify({ ...JSON.parse(policy(statement)), Id: ["a"] }),
      "Id is not a string",
    ],
    [
      "names a service that AWS does not have",
      policy({ ...statement, Principal: { Service: "ecr-replication.amazonaws.com" } }),
      "ecr-replication.amazonaws.com is not a principal",
    ],
    [
      "names every role of an account",
      policy({ ...statement, Principal: { AWS: "arn:aws:iam::222222222222:role/*" } }),
      "arn:aws:iam::222222222222:role/* is not a principal",
    ],
    [
      "compares with what is no date",
      policy({ ...statement, Condition: { DateLessThan: { "aws:CurrentTime": "2027-13-01" } } }),
      "the condition on aws:CurrentTime compares with 2027-13-01, which is no date",
    ],
  ])("that %s is refused, and the log says why", async (_, policyText, reason) => {
    expect(await refusal(put(policyText))).toBe(refused);
    expect(local.aws.calls.at(-1)).toMatchObject({ error: "InvalidParameterException", reason });
  });

  it("may have no version, or an older one", async () => {
    for (const Version of [undefined, "2008-10-17"]) {
      const policyText = JSON.stringify({ ...JSON.parse(policy(statement)), Version });
      expect(await refusal(put(policyText))).toBe("accepted");
    }
  });

  it("is refused when it names a role that does not exist", async () => {
    const Principal = { AWS: `arn:aws:iam::${ACCOUNT}:role/absent` };
    expect(await refusal(put(policy({ ...statement, Principal })))).toBe(
      "InvalidParameterException: Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Principal not found'",
    );
  });

  it("has at most 10240 characters", async () => {
    expect(await refusal(put(policy(statement).padEnd(10241)))).toBe(
      "InvalidParameterException: Invalid parameter at 'policyText' failed to satisfy constraint: 'Member must have length less than or equal to 10240'",
    );
  });
});

describe("the policy of a registry of scope V1", () => {
  const old = useLocalAws({ registryPolicyScope: "V1" });
  const name = "REGISTRY_POLICY_SCOPE";

  it("can name three actions only", async () => {
    const pull = policy(statement);
    expect(await refusal(old.ecr.putRegistryPolicy({ policyText: pull }))).toBe(refused);
    const three = ["ecr:ReplicateImage", "ecr:BatchImportUpstreamImage", "ecr:CreateRepository"];
    const policyText = policy({ ...statement, Action: three });
    expect(await refusal(old.ecr.putRegistryPolicy({ policyText }))).toBe("accepted");
  });

  it("can name all actions once the scope is V2", async () => {
    expect(await old.ecr.getAccountSetting({ name })).toMatchObject({ value: "V1" });
    await old.ecr.putAccountSetting({ name, value: "V2" });
    const policyText = policy(statement);
    expect(await refusal(old.ecr.putRegistryPolicy({ policyText }))).toBe("accepted");
  });
});
