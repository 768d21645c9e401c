import { createHash } from "node:crypto";
import { type Problem, shown } from "../problems/problem";

const ROLE_ARN = /^arn:aws:iam::(\d{12}):role\/[\w+=,.@/-]+$/;
const POLICY_ARN = /^arn:aws:iam::(\d{12}|aws):policy\/[\w+=,.@/-]+$/;
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

/**
 * The maximum length of policies in characters. The limit for inline policies applies to all of a role
 * together.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const MAX_LENGTHS = {
  "inline policy": 10240,
  "managed policy": 6144,
  "trust policy": 2048,
} as const;

/** Whether IAM takes a policy of this length. */
export function checkPolicyLength(
  length: number,
  kind: keyof typeof MAX_LENGTHS,
): Problem | undefined {
  if (length <= MAX_LENGTHS[kind]) return undefined;
  return {
    given: `${length} characters of policy`,
    allowed: `at most ${MAX_LENGTHS[kind]} for one ${kind}`,
    fix:
      kind === "trust policy"
        ? "shorten the names of the branch, the environment and the workflow"
        : "give some of the stacks roles of their own, in another stack",
  };
}

/**
 * Whether `arn` is that of a managed policy which can be the permissions boundary of a role.
 *
 * @param account the account of the role, where that is known
 */
export function checkBoundaryArn(arn: string, account?: string): Problem | undefined {
  const found = arn.length <= 2048 ? POLICY_ARN.exec(arn) : null;
  if (!found) {
    return {
      given: shown(arn),
      allowed: "the ARN of a managed policy: arn:aws:iam::<account>:policy/<name>",
      fix: "copy it from the output boundary_arn of the stack that gives the pipeline its roles",
    };
  }
  if (account === undefined || found[1] === account || found[1] === "aws") return undefined;
  return {
    given: shown(arn),
    allowed: `a policy of the roles' own account, ${account}`,
    fix: "create the policy there: the boundary of a role cannot be in another account",
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
