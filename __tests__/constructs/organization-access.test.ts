import { TerraformStack, TerraformVariable, Testing } from "cdktf";
import { describe, expect, it } from "vitest";
import {
  OrganizationAccess,
  type OrganizationAccessProps,
} from "../../constructs/organization-access";
import { template } from "../template";

const HERE = "arn:aws:ecr:eu-west-1:${data.aws_caller_identity.current.account_id}:repository";
const UNIT = "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111";

function opened(props: Partial<OrganizationAccessProps>) {
  const made = template((stack) => {
    new OrganizationAccess(stack, "access", { region: "eu-west-1", prefixes: ["hub"], ...props });
  });
  const { statement } = made.data["aws_iam_policy_document"]?.["ecr_registry_policy"] ?? {};
  return { ...made, statements: statement as Record<string, unknown>[] };
}

/** To whom each statement allows something. */
const grantees = (props: Partial<OrganizationAccessProps>) =>
  opened(props).statements.map(({ principals, condition }) => ({ principals, condition }));

describe("who may pull from other accounts", () => {
  it("is everybody of an organization, compared exactly where that is asked for", () => {
    expect(grantees({ organizationId: "o-abcdefghij", match: "StringEquals" })).toEqual([
      {
        principals: [{ type: "AWS", identifiers: ["*"] }],
        condition: [
          { test: "StringEquals", variable: "aws:PrincipalOrgID", values: ["o-abcdefghij"] },
        ],
      },
    ]);
  });

  it("is everybody in organizational units, and in those below them", () => {
    const organizationalUnits = [UNIT, `${UNIT}/ou-ab12-22222222/*`];
    const { addresses, problems } = opened({ only: { organizationalUnits } });
    expect(problems).toEqual([]);
    expect(addresses).not.toContain("var.aws_org_id");
    expect(grantees({ only: { organizationalUnits } })).toEqual([
      {
        principals: [{ type: "AWS", identifiers: ["*"] }],
        condition: [
          {
            test: "ForAnyValue:StringLike",
            variable: "aws:PrincipalOrgPaths",
            values: [`${UNIT}/*`, `${UNIT}/ou-ab12-22222222/*`],
          },
        ],
      },
    ]);
  });

  it("are accounts by their ids, without a condition", () => {
    const only = { accounts: ["222222222222", "333333333333"] };
    const { addresses, problems } = opened({ only });
    expect(problems).toEqual([]);
    expect(addresses).not.toContain("var.aws_org_id");
    expect(grantees({ only })).toEqual([
      {
        principals: [
          {
            type: "AWS",
            identifiers: ["arn:aws:iam::222222222222:root", "arn:aws:iam::333333333333:root"],
          },
        ],
        condition: undefined,
      },
    ]);
  });
});

describe("what they may pull", () => {
  const only = { accounts: ["222222222222"] };

  it("is what is cached already, beside new images where first pulls are allowed", () => {
    const actions = (props: Partial<OrganizationAccessProps>) =>
      opened({ only, ...props }).statements.map((one) => one["actions"]);
    expect(actions({})).not.toEqual([expect.arrayContaining(["ecr:CreateRepository"])]);
    expect(actions({ firstPulls: "refused" })).toEqual(actions({}));
    expect(actions({ firstPulls: "allowed" })).toEqual([
      expect.arrayContaining(["ecr:CreateRepository"]),
    ]);
  });

  it("is imported only where that is allowed, and read everywhere under the prefixes", () => {
    const { statements, problems } = opened({ only, importable: ["hub/library/*", "hub/x"] });
    expect(problems).toEqual([]);
    expect(statements.map(({ sid, resources }) => [sid, resources])).toEqual([
      ["OrgPullCache", [`${HERE}/hub/*`]],
      ["OrgImportUpstream", [`${HERE}/hub/library/*`, `${HERE}/hub/x`]],
    ]);
  });
});

describe("the policy of a registry", () => {
  it("is set after its scope, where the scope is set", () => {
    const { resource } = opened({ policyScope: "V2" });
    expect(resource("aws_ecr_account_setting", "registry_policy_scope")).toEqual({
      name: "REGISTRY_POLICY_SCOPE",
      value: "V2",
    });
    expect(resource("aws_ecr_registry_policy", "this")).toMatchObject({
      depends_on: ["aws_ecr_account_setting.registry_policy_scope"],
    });
  });

  it("waits for nothing else, and is this stack's alone where nothing is merged with it", () => {
    const { resource } = opened({});
    expect(resource("aws_ecr_registry_policy", "this")).toEqual({
      policy: "${data.aws_iam_policy_document.ecr_registry_policy.json}",
    });
    expect(opened({ mergeWith: [] }).resource("aws_ecr_registry_policy", "this")).toEqual(
      resource("aws_ecr_registry_policy", "this"),
    );
  });

  it("takes the place of another team's only where that is said, in a note that Terraform passes over", () => {
    const noteOf = (existing?: "replace") => {
      const stack = new TerraformStack(Testing.app(), "stack");
      new OrganizationAccess(stack, "access", {
        ...{ region: "eu-west-1", prefixes: ["hub"], existing },
      });
      return stack.toTerraform().resource.aws_ecr_registry_policy.this["//"];
    };
    expect(noteOf("replace")).toMatchObject({ existing: "replace" });
    expect(noteOf()).not.toHaveProperty("existing");
  });

  it("may be for an id that only Terraform knows", () => {
    const { problems } = template((stack) => {
      const organizationId = new TerraformVariable(stack, "id", { type: "string" }).stringValue;
      new OrganizationAccess(stack, "access", {
        ...{ region: "eu-west-1", prefixes: ["hub"], organizationId },
      });
    });
    expect(problems).toEqual([]);
  });
});
