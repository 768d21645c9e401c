import { Annotations, TerraformStack, Token } from "cdktf";
import type { Construct } from "constructs";
import type { Problem, Rule } from "../problems/problem";
import { rememberCreation } from "./creation-trace";
import { Owners } from "./owners";

/*
 * Constructs do not throw: a user should see everything that is wrong in one run. A problem is added
 * to the construct as a validation; the app's entry collects and prints all of them.
 */

/** The constructs of a stack that rejected a value of their own. */
const rejections = new Owners();

/** The constructs of a stack that were the first to reject a value which several of them are given. */
const firstRejections = new Owners();

/** Reports that the value of a property cannot be used. Synthesis fails once all are collected. */
export function reject(scope: Construct, property: string, problem: Problem): void {
  const message = format(property, problem);
  rememberCreation(scope);
  rejections.claim(TerraformStack.of(scope), JSON.stringify(problem), scope);
  scope.node.addValidation({ validate: () => [message] });
}

/**
 * Applies a rule to the value of a property. It is not applied to a value that is left out, nor to one
 * that Terraform will only know later (a CDKTF token).
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

/**
 * Like `check`, for a value that several constructs of a stack are given, such as its Region: the
 * problem is reported once, by the construct that checks the value as its own, or else by the first.
 */
export function checkOnce<T>(
  scope: Construct,
  property: string,
  value: T | undefined,
  rule: Rule<T>,
): void {
  const problem = find(value, rule);
  if (!problem) return;
  const stack = TerraformStack.of(scope);
  const same = JSON.stringify(problem);
  if (firstRejections.claim(stack, same, scope)) return;
  const message = format(property, problem);
  rememberCreation(scope);
  // The construct whose own value it is may come later.
  scope.node.addValidation({
    validate: () => (rejections.ownerOf(stack, same) ? [] : [message]),
  });
}

/** Like `check`, for what works but is rarely meant: a warning, with which synthesis goes on. */
export function warn<T>(
  scope: Construct,
  property: string,
  value: T | undefined,
  rule: Rule<T>,
): void {
  const problem = find(value, rule);
  if (!problem) return;
  rememberCreation(scope);
  Annotations.of(scope).addWarning(format(property, problem));
}

function find<T>(value: T | undefined, rule: Rule<T>): Problem | undefined {
  return value === undefined || Token.isUnresolved(value) ? undefined : rule(value);
}

function format(property: string, { given, allowed, fix }: Problem): string {
  const value = given === undefined ? "" : ` = ${given}`;
  return `${property}${value}\n  allowed: ${allowed}\n  fix: ${fix}`;
}
