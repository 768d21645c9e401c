import { iamName } from "./role";

/*
 * The names of a stack's resources in IAM, Amazon SNS and EventBridge. The roles that deploy a stack are
 * only allowed these names.
 */

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
