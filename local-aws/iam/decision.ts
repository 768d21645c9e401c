import { notImplemented } from "../aws-error";
import type { ConditionKeys, Permission } from "../permission";
import type { Condition, Statement } from "../policy-document";
import { matchesWildcard } from "../wildcard";
import { holds, matchesArn } from "./condition";

/** A decision, as `iam:SimulatePrincipalPolicy` returns it. */
export type Decision = "allowed" | "explicitDeny" | "implicitDeny";

/**
 * Evaluates the statements of an identity's policies for one permission: an explicit deny overrides
 * every allow, and without an allow the permission is implicitly denied.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function decide(
  statements: readonly Statement[],
  permission: Permission,
  common: ConditionKeys,
): Decision {
  return evaluate(statements, permission, common, holds).decision;
}

/** The decision, with the statements that led to it. */
export function evaluate<S extends Statement>(
  statements: readonly S[],
  permission: Permission,
  common: ConditionKeys,
  conditionHolds: (condition: Condition, keys: ConditionKeys) => boolean,
): { readonly decision: Decision; readonly matching: readonly S[] } {
  const keys = { ...common, ...permission.keys };
  const matching = statements.filter(
    (statement) =>
      appliesTo(statement, permission) &&
      statement.conditions.every((condition) => conditionHolds(condition, keys)),
  );
  const denying = matching.filter(({ effect }) => effect === "Deny");
  if (denying.length > 0) return { decision: "explicitDeny", matching: denying };
  return { decision: matching.length > 0 ? "allowed" : "implicitDeny", matching };
}

/** Whether a statement applies to an action on a resource, conditions aside. */
export function appliesTo(
  statement: Statement,
  { action, resource }: Pick<Permission, "action" | "resource">,
): boolean {
  return matchesAction(statement, action) && matchesResource(statement, resource);
}

/** Whether a statement applies to an action, regardless of case. */
export function matchesAction({ actions, notActions }: Statement, action: string): boolean {
  const named = (patterns: readonly string[]) =>
    patterns.some((pattern) => matchesWildcard(pattern, action, "case-insensitive"));
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
