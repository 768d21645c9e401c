import { describe, expect, it } from "vitest";
import {
  checkBoundaryArn,
  checkPolicyLength,
  checkRoleArn,
  checkRoleName,
  iamName,
} from "../../ecr/role";
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

describe("the length of a policy", () => {
  it.each([
    ["inline policy", 10_240, "give some of the stacks roles of their own, in another stack"],
    ["managed policy", 6_144, "give some of the stacks roles of their own, in another stack"],
    ["trust policy", 2_048, "shorten the names of the branch, the environment and the workflow"],
  ] as const)("of an %s is limited", (kind, limit, fix) => {
    expect(checkPolicyLength(limit, kind)).toBeUndefined();
    expect(checkPolicyLength(limit + 1, kind)).toEqual({
      given: `${limit + 1} characters of policy`,
      allowed: `at most ${limit} for one ${kind}`,
      fix,
    });
  });
});

describe("the ARN of a permissions boundary", () => {
  const POLICY = "arn:aws:iam::111111111111:policy/";
  const MUST_BE = {
    allowed: "the ARN of a managed policy: arn:aws:iam::<account>:policy/<name>",
    fix: "copy it from the output boundary_arn of the stack that gives the pipeline its roles",
  };
  itAccepts(checkBoundaryArn, [
    ...[`${POLICY}x`, `${POLICY}a/path/of=+,.@-_it`, "arn:aws:iam::aws:policy/PowerUserAccess"],
    POLICY + "a".repeat(2048 - POLICY.length),
  ]);
  itRefuses(checkBoundaryArn, MUST_BE, [
    ...["", "x", POLICY, `x${POLICY}a`, `${POLICY}a!`, `${POLICY}*`, `${ARN}a`],
    ...["arn:aws:iam::1:policy/a", POLICY + "a".repeat(2049 - POLICY.length)],
  ]);

  it("is of the account of the roles, where that is known, or of AWS", () => {
    expect(checkBoundaryArn(`${POLICY}a`, "111111111111")).toBeUndefined();
    expect(checkBoundaryArn("arn:aws:iam::aws:policy/a", "222222222222")).toBeUndefined();
    expect(checkBoundaryArn(`${POLICY}a`, "222222222222")).toEqual({
      given: `"${POLICY}a"`,
      allowed: "a policy of the roles' own account, 222222222222",
      fix: "create the policy there: the boundary of a role cannot be in another account",
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
