import { type Problem, shown } from "../problems/problem";
import { wrongType } from "../problems/value-type";
import { iamName } from "./role";

/*
 * The names of a stack's resources in IAM, Amazon SNS and EventBridge. The roles that deploy a stack are
 * only allowed these names.
 */

/** A file name has at most 255 bytes, of which Terraform's lock of a state file takes these. */
const MAX_LENGTH = 255 - ".terraform..tfstate.lock.info".length;

/**
 * Whether `id` can be the id of a stack. It names a folder, a state and, with the Region, roles and
 * policies: what IAM takes, all of these take.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function checkStackName(id: unknown): Problem | undefined {
  const allowed = `1 to ${MAX_LENGTH} letters from a to z, digits or +=,.@_-, with a letter, a digit or _ first: it names a folder, the state, and roles in IAM`;
  const fix = 'choose a name such as "cache-eu-west-1"';
  if (typeof id !== "string") return wrongType(id, allowed, fix);
  if (/^\w[\w+=,.@-]*$/.test(id) && id.length <= MAX_LENGTH && !(id in {})) return undefined;
  return {
    given: shown(id),
    allowed: id in {} ? "a name that is not JavaScript's own" : allowed,
    fix,
  };
}

/**
 * Whether the alarm of a stack with this id can have its name in EventBridge and in Amazon SNS, which
 * take less than IAM.
 *
 * @param makesTopic whether there is a topic of that name too
 */
export function checkAlarmName(id: string, makesTopic: boolean): Problem | undefined {
  if (checkStackName(id) || (makesTopic ? /^[\w-]+$/ : /^[\w.-]+$/).test(id)) return undefined;
  return {
    given: shown(id),
    allowed: makesTopic
      ? "letters, digits, _ or - for a stack with an alarm: its topic in Amazon SNS is named after it"
      : "letters, digits, ., _ or - for a stack with an alarm: its rule in EventBridge is named after it",
    fix: "choose another id before the first deployment, or leave `failureAlarm` out",
  };
}

/** The role with which ECR creates repositories that have tags or a KMS key. */
export function templateRoleName(stack: string, region: string): string {
  return iamName(stack, region, "creation");
}

/** The role with which ECR reads the private registry under a key; `*` for all of them. */
export function upstreamRoleName(stack: string, region: string, key: string): string {
  return iamName(stack, region, "upstream", key);
}

/** The managed policy for principals that pull. */
export function pullPolicyName(stack: string, region: string): string {
  return iamName(stack, region, "pull");
}

/** The rule that matches failures, and the topic that is notified. */
export function failuresName(stack: string, region: string): string {
  return iamName(stack, region, "failures");
}
