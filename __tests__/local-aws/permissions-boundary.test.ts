import { describe, expect, it } from "vitest";
import {
  ACCOUNT,
  aRole,
  clientsOf,
  credentialsFrom,
  policy,
  refusal,
  trust,
  useLocalAws,
} from "./fixture";

const local = useLocalAws();
const RoleName = "someone";
const RoleArn = `arn:aws:iam::${ACCOUNT}:role/${RoleName}`;
const ME = `arn:aws:sts::${ACCOUNT}:assumed-role/someone/a-session`;
const ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";
const ANYBODY = policy({ Action: "sts:AssumeRole", Principal: { AWS: ACCOUNT } });

/** A managed policy with these statements. @returns its ARN */
async function aPolicy(PolicyName: string, ...statements: readonly object[]): Promise<string> {
  const PolicyDocument = policy(...(statements as []));
  return (await local.iam.createPolicy({ PolicyName, PolicyDocument })).Policy?.Arn ?? "";
}

/** Clients of an administrator within a boundary of these statements. */
async function administratorWithin(...statements: readonly object[]) {
  const PermissionsBoundary = await aPolicy("boundary", ...statements);
  await local.iam.createRole({ RoleName, AssumeRolePolicyDocument: ANYBODY, PermissionsBoundary });
  await local.iam.attachRolePolicy({ RoleName, PolicyArn: ADMINISTRATOR });
  const session = await local.sts.assumeRole({ RoleArn, RoleSessionName: "a-session" });
  return {
    ...clientsOf({ ...local.config(), credentials: credentialsFrom(session) }),
    PermissionsBoundary,
  };
}

describe("a permissions boundary", () => {
  it("is shown with the role, and not in lists of roles", async () => {
    const PermissionsBoundary = await aPolicy("boundary", { Action: "ecr:*", Resource: "*" });
    const AssumeRolePolicyDocument = trust("ecr.amazonaws.com");
    const made = await local.iam.createRole({
      ...{ RoleName, AssumeRolePolicyDocument, PermissionsBoundary },
    });
    const shown = {
      PermissionsBoundaryType: "Policy",
      PermissionsBoundaryArn: PermissionsBoundary,
    };
    expect(made.Role?.PermissionsBoundary).toEqual(shown);
    expect((await local.iam.getRole({ RoleName })).Role?.PermissionsBoundary).toEqual(shown);
    const { Roles } = await local.iam.listRoles({});
    expect(Roles?.map((role) => role.PermissionsBoundary)).toEqual([undefined]);
  });

  it("can be put on a role, replaced and removed", async () => {
    await aRole(local.iam, "ecr.amazonaws.com", RoleName);
    const held = async () =>
      (await local.iam.getRole({ RoleName })).Role?.PermissionsBoundary?.PermissionsBoundaryArn;
    const first = await aPolicy("first", { Action: "ecr:*", Resource: "*" });
    for (const PermissionsBoundary of [first, ADMINISTRATOR]) {
      await local.iam.putRolePermissionsBoundary({ RoleName, PermissionsBoundary });
      expect(await held()).toBe(PermissionsBoundary);
    }
    await local.iam.deleteRolePermissionsBoundary({ RoleName });
    expect(await held()).toBeUndefined();
  });

  it.each([
    [
      "a policy that does not exist",
      `arn:aws:iam::${ACCOUNT}:policy/none`,
      `NoSuchEntityException: Scope ARN: arn:aws:iam::${ACCOUNT}:policy/none does not exist or is not attachable.`,
    ],
    ["a role", RoleArn, `InvalidInputException: ARN ${RoleArn} is not valid.`],
  ])("cannot be %s", async (_, PermissionsBoundary, message) => {
    const AssumeRolePolicyDocument = trust("ecr.amazonaws.com");
    const input = { RoleName, AssumeRolePolicyDocument, PermissionsBoundary };
    expect(await refusal(local.iam.createRole(input))).toBe(message);
    await aRole(local.iam, "ecr.amazonaws.com", RoleName);
    const put = local.iam.putRolePermissionsBoundary({ RoleName, PermissionsBoundary });
    expect(await refusal(put)).toBe(message);
  });

  it("is a use of the policy, which cannot be deleted meanwhile", async () => {
    const PolicyArn = await aPolicy("boundary", { Action: "ecr:*", Resource: "*" });
    await aRole(local.iam, "ecr.amazonaws.com", RoleName);
    await local.iam.putRolePermissionsBoundary({ RoleName, PermissionsBoundary: PolicyArn });
    expect((await local.iam.getPolicy({ PolicyArn })).Policy).toMatchObject({
      AttachmentCount: 0,
      PermissionsBoundaryUsageCount: 1,
    });
    const used = async (PolicyUsageFilter?: "PermissionsPolicy" | "PermissionsBoundary") => {
      const input = { PolicyArn, ...(PolicyUsageFilter && { PolicyUsageFilter }) };
      const { PolicyRoles = [] } = await local.iam.listEntitiesForPolicy(input);
      return PolicyRoles.map((role) => role.RoleName);
    };
    expect(await used()).toEqual([RoleName]);
    expect(await used("PermissionsBoundary")).toEqual([RoleName]);
    expect(await used("PermissionsPolicy")).toEqual([]);
    expect(await refusal(local.iam.deletePolicy({ PolicyArn }))).toBe(
      "DeleteConflictException: Cannot delete a policy attached to entities.",
    );
    await local.iam.deleteRolePermissionsBoundary({ RoleName });
    await local.iam.deletePolicy({ PolicyArn });
  });

  it("is counted when policies are listed by their use", async () => {
    const PermissionsBoundary = await aPolicy("boundary", { Action: "ecr:*", Resource: "*" });
    const PolicyArn = await aPolicy("attached", { Action: "ecr:*", Resource: "*" });
    await aPolicy("unused", { Action: "ecr:*", Resource: "*" });
    await aRole(local.iam, "ecr.amazonaws.com", RoleName);
    await local.iam.putRolePermissionsBoundary({ RoleName, PermissionsBoundary });
    await local.iam.attachRolePolicy({ RoleName, PolicyArn });
    const listed = async (more: object) => {
      const { Policies = [] } = await local.iam.listPolicies({ Scope: "Local", ...more });
      return Policies.map((one) => one.PolicyName);
    };
    expect(await listed({})).toEqual(["boundary", "attached", "unused"]);
    expect(await listed({ OnlyAttached: true })).toEqual(["boundary", "attached"]);
    expect(await listed({ PolicyUsageFilter: "PermissionsBoundary" })).toEqual(["boundary"]);
    expect(await listed({ PolicyUsageFilter: "PermissionsPolicy" })).toEqual(["attached"]);
  });
});

describe("a role within a boundary", () => {
  it("may do what the boundary allows, and not all that its own policies do", async () => {
    const { ecr, iam } = await administratorWithin({ Action: "ecr:Describe*", Resource: "*" });
    await ecr.describeRegistry({});
    expect(await refusal(iam.listRoles({}))).toBe(
      `AccessDenied: User: ${ME} is not authorized to perform: iam:ListRoles on resource: * because no permissions boundary allows the iam:ListRoles action`,
    );
  });

  it("may do nothing by the boundary alone", async () => {
    const { ecr } = await administratorWithin({ Action: "*", Resource: "*" });
    await local.iam.detachRolePolicy({ RoleName, PolicyArn: ADMINISTRATOR });
    expect(await refusal(ecr.describeRegistry({}))).toContain("no identity-based policy allows");
  });

  it("is denied what the boundary denies", async () => {
    const { iam } = await administratorWithin(
      { Action: "*", Resource: "*" },
      { Effect: "Deny", Action: "iam:ListRoles", Resource: "*" },
    );
    expect(await refusal(iam.listRoles({}))).toContain(
      "on resource: * with an explicit deny in a permissions boundary",
    );
  });

  it("follows the default version of the boundary", async () => {
    const { ecr, PermissionsBoundary } = await administratorWithin({
      Action: "ecr:*",
      Resource: "*",
    });
    await ecr.describeRegistry({});
    await local.iam.createPolicyVersion({
      PolicyArn: PermissionsBoundary,
      PolicyDocument: policy({ Action: "sns:*", Resource: "*" }),
      SetAsDefault: true,
    });
    expect(await refusal(ecr.describeRegistry({}))).toContain("no permissions boundary allows");
  });

  it("is simulated within it", async () => {
    await administratorWithin(
      { Action: "ecr:*", Resource: "*" },
      { Effect: "Deny", Action: "ecr:DeleteRepository", Resource: "*" },
    );
    const ActionNames = ["ecr:DescribeRegistry", "iam:ListRoles", "ecr:DeleteRepository"];
    const { EvaluationResults = [] } = await local.iam.simulatePrincipalPolicy({
      ...{ PolicySourceArn: RoleArn, ActionNames },
    });
    expect(
      EvaluationResults.map((one) => [
        one.EvalDecision,
        one.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary,
      ]),
    ).toEqual([
      ["allowed", true],
      ["implicitDeny", false],
      ["explicitDeny", false],
    ]);
  });
});

describe("who may only make roles within a boundary", () => {
  const AssumeRolePolicyDocument = trust("ecr.amazonaws.com");
  const PolicyDocument = policy({ Action: "*", Resource: "*" });
  const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/ceiling`;

  /** A client that may write roles, as long as they have the boundary. */
  async function roleMaker() {
    await aPolicy("ceiling", { Action: "ecr:*", Resource: "*" });
    const { iam } = await administratorWithin({
      Action: "iam:*",
      Resource: "*",
      Condition: { StringEquals: { "iam:PermissionsBoundary": BOUNDARY } },
    });
    return iam;
  }

  it("makes, changes and deletes those", async () => {
    const iam = await roleMaker();
    const role = { RoleName: "made" };
    const attachment = { ...role, PolicyArn: ADMINISTRATOR };
    await iam.createRole({ ...role, AssumeRolePolicyDocument, PermissionsBoundary: BOUNDARY });
    await iam.putRolePolicy({ ...role, PolicyName: "all", PolicyDocument });
    await iam.attachRolePolicy(attachment);
    await iam.detachRolePolicy(attachment);
    await iam.updateAssumeRolePolicy({ ...role, PolicyDocument: ANYBODY });
    await iam.updateRole({ ...role, Description: "changed" });
    await iam.putRolePermissionsBoundary({ ...role, PermissionsBoundary: BOUNDARY });
    await iam.deleteRolePolicy({ ...role, PolicyName: "all" });
    await iam.deleteRole(role);
  });

  it("makes and changes no others", async () => {
    const iam = await roleMaker();
    const role = { RoleName: "free" };
    await aRole(local.iam, "ecr.amazonaws.com", "free");
    const attempts = [
      iam.createRole({ RoleName: "mine", AssumeRolePolicyDocument }),
      iam.createRole({
        ...{ RoleName: "mine", AssumeRolePolicyDocument, PermissionsBoundary: ADMINISTRATOR },
      }),
      iam.putRolePolicy({ ...role, PolicyName: "all", PolicyDocument }),
      iam.attachRolePolicy({ ...role, PolicyArn: ADMINISTRATOR }),
      iam.updateAssumeRolePolicy({ ...role, PolicyDocument: ANYBODY }),
      iam.putRolePermissionsBoundary({ ...role, PermissionsBoundary: ADMINISTRATOR }),
      iam.deleteRolePermissionsBoundary(role),
      iam.deleteRole(role),
    ];
    for (const attempt of attempts) {
      expect(await refusal(attempt)).toContain("because no permissions boundary allows the iam:");
    }
  });
});
