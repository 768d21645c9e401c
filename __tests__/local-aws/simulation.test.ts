import { paginateSimulatePrincipalPolicy } from "@aws-sdk/client-iam";
import { describe, expect, it } from "vitest";
import { ACCOUNT, policy, refusal, trust, useLocalAws } from "./fixture";

const local = useLocalAws();
const ROLE = `arn:aws:iam::${ACCOUNT}:role/node`;
const under = (prefix: string) => `arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/${prefix}/*`;

async function aNodeThat(...statements: readonly Readonly<Record<string, unknown>>[]) {
  await local.iam.createRole({
    RoleName: "node",
    AssumeRolePolicyDocument: trust("ec2.amazonaws.com"),
  });
  await local.iam.putRolePolicy({
    RoleName: "node",
    PolicyName: "pull",
    PolicyDocument: policy(...statements),
  });
}

async function simulate(
  ActionNames: string[],
  ResourceArns?: string[],
  ContextEntries?: {
    ContextKeyName: string;
    ContextKeyType: "string";
    ContextKeyValues: string[];
  }[],
) {
  const input = { PolicySourceArn: ROLE, ActionNames, ResourceArns, ContextEntries };
  const { EvaluationResults = [] } = await local.iam.simulatePrincipalPolicy(input);
  return EvaluationResults;
}

describe("the simulation of a role's policies", () => {
  it("has a result for each action on each resource", async () => {
    await aNodeThat(
      { Action: "ecr:Batch*", Resource: under("docker-hub") },
      { Action: "ecr:BatchImportUpstreamImage", Resource: "*", Effect: "Deny" },
    );
    const results = await simulate(
      ["ecr:BatchGetImage", "ecr:BatchImportUpstreamImage"],
      [under("docker-hub"), under("quay")],
    );
    expect(
      results.map((one) => [one.EvalActionName, one.EvalResourceName, one.EvalDecision]),
    ).toEqual([
      ["ecr:BatchGetImage", under("docker-hub"), "allowed"],
      ["ecr:BatchGetImage", under("quay"), "implicitDeny"],
      ["ecr:BatchImportUpstreamImage", under("docker-hub"), "explicitDeny"],
      ["ecr:BatchImportUpstreamImage", under("quay"), "explicitDeny"],
    ]);
  });

  it("names the inline and attached policies that led to the decision", async () => {
    await aNodeThat({ Action: "ecr:BatchGetImage", Resource: "*" });
    const { Policy } = await local.iam.createPolicy({
      PolicyName: "import",
      PolicyDocument: policy({ Action: "ecr:BatchImportUpstreamImage", Resource: "*" }),
    });
    await local.iam.attachRolePolicy({ RoleName: "node", PolicyArn: Policy?.Arn ?? "" });
    const results = await simulate(["ecr:BatchGetImage", "ecr:BatchImportUpstreamImage"]);
    expect(results.map((one) => one.MatchedStatements)).toEqual([
      [{ SourcePolicyId: "pull", SourcePolicyType: "IAM Policy" }],
      [{ SourcePolicyId: "import", SourcePolicyType: "IAM Policy" }],
    ]);
  });

  it("reports missing condition keys, and accepts them", async () => {
    await aNodeThat({
      Action: "ecr:*",
      Resource: "*",
      Condition: { StringEquals: { "aws:PrincipalOrgID": "o-aaaaaaaaaa" } },
    });
    const [without] = await simulate(["ecr:GetAuthorizationToken"]);
    expect(without).toMatchObject({
      EvalDecision: "implicitDeny",
      MissingContextValues: ["aws:PrincipalOrgID"],
    });
    const entry = { ContextKeyName: "aws:PrincipalOrgID", ContextKeyType: "string" } as const;
    const [given] = await simulate(["ecr:GetAuthorizationToken"], undefined, [
      { ...entry, ContextKeyValues: ["o-aaaaaaaaaa"] },
    ]);
    expect(given).toMatchObject({ EvalDecision: "allowed", MissingContextValues: [] });
  });

  it("is returned page by page", async () => {
    await aNodeThat({ Action: "ecr:*", Resource: "*" });
    const ActionNames = ["ecr:GetAuthorizationToken", "ecr:DescribeImages", "ecr:PutImage"];
    const pages: number[] = [];
    const paginator = paginateSimulatePrincipalPolicy(
      { client: local.iam, pageSize: 2 },
      { PolicySourceArn: ROLE, ActionNames },
    );
    for await (const { EvaluationResults = [] } of paginator) pages.push(EvaluationResults.length);
    expect(pages).toEqual([2, 1]);
  });

  it.each([
    [ROLE, "NoSuchEntityException"],
    [`arn:aws:sts::${ACCOUNT}:assumed-role/node/session`, "InvalidInputException"],
    [`arn:aws:iam::${ACCOUNT}:user/someone`, "the simulation of users"],
  ])("of %s is refused", async (PolicySourceArn, sentence) => {
    const ActionNames = ["ecr:PutImage"];
    const asked = local.iam.simulatePrincipalPolicy({ PolicySourceArn, ActionNames });
    expect(await refusal(asked)).toContain(sentence);
  });

  it("of an invalid action is refused", async () => {
    await aNodeThat({ Action: "ecr:*", Resource: "*" });
    expect(await refusal(simulate(["PutImage"]))).toContain("Invalid Action: PutImage");
  });
});
