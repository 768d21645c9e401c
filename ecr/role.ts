import { createHash } from "node:crypto";
import { type Problem, shown } from "../problems/problem";

const ROLE_ARN = /^arn:aws:iam::(\d{12}):role\/[\w+=,.@/-]+$/;
const ROLE_NAME = /^[\w+=,.@-]{1,64}$/;

/**
 * Whether `arn` is the ARN of an IAM role.
 *
 * @param account the account that the role must be of, where that is known
 */
export function checkRoleArn(arn: string, account?: string): Problem | undefined {
  const found = arn.length <= 2048 ? ROLE_ARN.exec(arn) : null;
  if (!found) {
    return {
      given: shown(arn),
      allowed: "the ARN of an IAM role: arn:aws:iam::<account>:role/<name>",
      fix: "copy it from `aws iam get-role --role-name <name> --query Role.Arn`",
    };
  }
  if (account === undefined || found[1] === account) return undefined;
  return {
    given: shown(arn),
    allowed: `a role of the cache's own account, ${account}`,
    fix: 'create the role there, or write role: "create"',
  };
}

/** Whether `name` is the name of an IAM role: without the path, and not the ARN. */
export function checkRoleName(name: string): Problem | undefined {
  if (ROLE_NAME.test(name)) return undefined;
  const inArn = /^arn:.*[/]([\w+=,.@-]{1,64})$/.exec(name);
  return {
    given: shown(name),
    allowed: "the name of an IAM role: 1 to 64 letters, digits or +=,.@_-",
    fix: inArn ? `did you mean "${inArn[1]}"?` : "copy it from `aws iam list-roles`",
  };
}

/** The limit for all inline policies of a role together; these roles have only one. */
const MAX_POLICY_LENGTH = 10240;

/** Whether a policy of this length fits into a role. */
export function checkRolePolicyLength(length: number): Problem | undefined {
  if (length <= MAX_POLICY_LENGTH) return undefined;
  return {
    given: `${length} characters of policy`,
    allowed: `at most ${MAX_POLICY_LENGTH} for one role`,
    fix: "give some of the stacks roles of their own, in another stack",
  };
}

/**
 * A name for a role or policy. IAM is global, so the Region is part of the name. A name that is too long
 * for a role is shortened and ends in a hash, so that two long names stay different.
 */
export function iamName(...parts: readonly string[]): string {
  const name = parts.join("-");
  if (name.length <= 64) return name;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 8);
  return `${name.slice(0, 55)}-${hash}`;
}
