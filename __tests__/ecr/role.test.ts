import { describe, expect, it } from "vitest";
import { checkPolicyLength, checkRoleArn, checkRoleName, iamName } from "../../ecr/role";
import { itAccepts, itRefuses } from "./rule";

const ARN = "arn:aws:iam::111111111111:role/";

describe("the ARN of a role", () => {
  const MUST_BE = {
    allowed: "the ARN of an IAM role: arn:aws:iam::<account>:role/<name>",
    fix: "copy it from `aws iam get-role --role-name <name> --query Role.Arn`",
  };
  itAccepts(checkRoleArn, [`${ARN}cache`, `${ARN}a/path/of=+,.@-_it`]);
  itAccepts(checkRoleArn, [ARN + "a".repeat(2048 - ARN.length)]);
  itRefuses(checkRoleArn, MUST_BE, [
    ...["", "cache", ARN, `x${ARN}cache`, `${ARN}cache!`, `${ARN}*`, `${ARN}a\n`],
    ...["arn:aws:iam::1111:role/cache", "arn:aws:iam::111111111111:user/cache"],
  ]);
  it("has at most 2,048 characters", () => {
    expect(checkRoleArn(ARN + "a".repeat(2049 - ARN.length))).toMatchObject(MUST_BE);
  });

  it("is of the account of the cache, where that is known", () => {
    expect(checkRoleArn(`${ARN}cache`, "111111111111")).toBeUndefined();
    expect(checkRoleArn(`${ARN}cache`, "222222222222")).toEqual({
      given: `"${ARN}cache"`,
      allowed: "a role of the cache's own account, 222222222222",
      fix: 'create the role there, or write role: "create"',
    });
  });
});

describe("the name of a role", () => {
  const allowed = "the name of an IAM role: 1 to 64 letters, digits or +=,.@_-";
  itAccepts(checkRoleName, ["nodes", "a", "+=,.@_-", "a".repeat(64)]);
  itRefuses(checkRoleName, { allowed, fix: "copy it from `aws iam list-roles`" }, [
    ...["", "a".repeat(65), "a/b", "*", "no des", "nodes\n", "role/arn:nodes", "x/arn:a/nodes"],
    `${ARN}${"a".repeat(65)}`,
    `${ARN}nodes/`,
  ]);
  itRefuses(checkRoleName, { allowed, fix: 'did you mean "nodes"?' }, [
    `${ARN}nodes`,
    `${ARN}path/nodes`,
  ]);
});

describe("the policy of a role", () => {
  it("has at most 10,240 characters", () => {
    expect(checkPolicyLength(10_240, "inline policy")).toBeUndefined();
    expect(checkPolicyLength(10_241, "inline policy")).toEqual({
      given: "10241 characters of policy",
      allowed: "at most 10240 for one inline policy",
      fix: "give some of the stacks roles of their own, in another stack",
    });
  });
});

describe("a name in IAM", () => {
  it("is its parts, with hyphens between them", () => {
    expect(iamName("cache", "eu-west-1", "pull")).toBe("cache-eu-west-1-pull");
    expect(iamName("a".repeat(59), "pull")).toBe(`${"a".repeat(59)}-pull`);
  });

  it("ends in a hash where it would be too long, so that two long names stay two", () => {
    const name = iamName("a".repeat(60), "pull");
    expect(name).toBe(`${"a".repeat(55)}-3d353122`);
    expect(iamName("a".repeat(60), "upstream")).not.toBe(name);
  });
});
