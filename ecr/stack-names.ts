import { iamName } from "./role";

/*
 * What a stack's things are called, in IAM, in Amazon SNS and in EventBridge. The roles that deploy a
 * stack are allowed these names, and no others.
 */

/** The role with which ECR makes repositories that have tags or a KMS key. */
export function templateRoleName(stack: string, region: string): string {
  return iamName(stack, region, "creation");
}

/** The role with which ECR reads the private registry under a key; `*` for all of them. */
export function upstreamRoleName(stack: string, region: string, key: string): string {
  return iamName(stack, region, "upstream", key);
}

/** The managed policy of whoever pulls. */
export function pullPolicyName(stack: string, region: string): string {
  return iamName(stack, region, "pull");
}

/** The rule that sees failures, and the topic that is told. */
export function failuresName(stack: string, region: string): string {
  return iamName(stack, region, "failures");
}
