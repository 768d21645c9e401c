import { Annotations, Token } from "cdktf";
import type { Construct } from "constructs";
import type { Problem, Rule } from "../problems/problem";

/*
 * Constructs do not throw: a user should see everything that is wrong in one run. What is wrong is
 * kept as a validation of the construct, and the app's entry collects and prints it.
 */

/** Notes that the value of a property must not be used. Synthesis fails, after all was collected. */
export function reject(scope: Construct, property: string, problem: Problem): void {
  const message = format(property, problem);
  scope.node.addValidation({ validate: () => [message] });
}

/**
 * Applies a rule to the value of a property. A value that Terraform will only know later (a CDKTF
 * token) and one that is not given are not looked at.
 */
export function check<T>(
  scope: Construct,
  property: string,
  value: T | undefined,
  rule: Rule<T>,
): void {
  const problem = find(value, rule);
  if (problem) reject(scope, property, problem);
}

/** Like `check`, for what works but is rarely meant: it is said, and synthesis goes on. */
export function warn<T>(
  scope: Construct,
  property: string,
  value: T | undefined,
  rule: Rule<T>,
): void {
  const problem = find(value, rule);
  if (problem) Annotations.of(scope).addWarning(format(property, problem));
}

function find<T>(value: T | undefined, rule: Rule<T>): Problem | undefined {
  return value === undefined || Token.isUnresolved(value) ? undefined : rule(value);
}

function format(property: string, { given, allowed, fix }: Problem): string {
  const value = given === undefined ? "" : ` = ${given}`;
  return `${property}${value}\n  allowed: ${allowed}\n  fix: ${fix}`;
}
