import { notImplemented } from "../aws-error";
import type { ConditionKeys, Permission } from "../permission";
import type { Statement } from "../policy-document";
import { matchesWildcard } from "../wildcard";
import { holds, matchesArn } from "./condition";

/** The words in which `iam:SimulatePrincipalPolicy` answers. */
export type Decision = "allowed" | "explicitDeny" | "implicitDeny";

/**
 * What the statements of an identity's policies, taken together, say about one permission: a
 * refusal counts for more than any number of allowances, and what nobody allows is refused.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function decide(
  statements: readonly Statement[],
  { action, resource, keys }: Permission,
  common: ConditionKeys,
): Decision {
  const all = { ...common, ...keys };
  const matching = statements.filter(
    (statement) =>
      matchesAction(statement, action) &&
      matchesResource(statement, resource) &&
      statement.conditions.every((condition) => holds(condition, all)),
  );
  if (matching.some(({ effect }) => effect === "Deny")) return "explicitDeny";
  return matching.length > 0 ? "allowed" : "implicitDeny";
}

/** Whether a statement is about an action. Capital letters do not matter. */
export function matchesAction({ actions, notActions }: Statement, action: string): boolean {
  const named = (patterns: readonly string[]) =>
    patterns.some((pattern) => matchesWildcard(pattern, action, "any case"));
  return actions ? named(actions) : !named(notActions ?? []);
}

function matchesResource({ resources, notResources }: Statement, resource: string): boolean {
  const named = (patterns: readonly string[]) =>
    patterns.some((pattern) => {
      if (pattern.includes("${")) throw notImplemented(`the policy variable in ${pattern}`);
      return pattern === "*" || matchesArn(resource, pattern);
    });
  return resources ? named(resources) : !named(notResources ?? []);
}
