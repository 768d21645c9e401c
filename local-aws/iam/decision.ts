import { notImplemented } from "../aws-error";
import type { ConditionKeys, Permission } from "../permission";
import type { Condition, Statement } from "../policy-document";
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
  permission: Permission,
  common: ConditionKeys,
): Decision {
  return weigh(statements, permission, common, holds).decision;
}

/** The same, with the statements that decided it. */
export function weigh<S extends Statement>(
  statements: readonly S[],
  permission: Permission,
  common: ConditionKeys,
  conditionHolds: (condition: Condition, keys: ConditionKeys) => boolean,
): { readonly decision: Decision; readonly matching: readonly S[] } {
  const keys = { ...common, ...permission.keys };
  const matching = statements.filter(
    (statement) =>
      isAboutAccess(statement, permission) &&
      statement.conditions.every((condition) => conditionHolds(condition, keys)),
  );
  const denying = matching.filter(({ effect }) => effect === "Deny");
  if (denying.length > 0) return { decision: "explicitDeny", matching: denying };
  return { decision: matching.length > 0 ? "allowed" : "implicitDeny", matching };
}

/** Whether a statement is about an action on a resource, its conditions apart. */
export function isAboutAccess(
  statement: Statement,
  { action, resource }: Pick<Permission, "action" | "resource">,
): boolean {
  return matchesAction(statement, action) && matchesResource(statement, resource);
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
