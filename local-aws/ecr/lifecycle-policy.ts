import { invalidParameter } from "../error-format";
import { actionProblem, checkKeys, isRecord, type Json, selectionProblem } from "./lifecycle-rule";

const MAX_RULES = 50;

/** @throws AwsError in the form of Amazon ECR when a lifecycle policy is not valid. */
export function checkLifecyclePolicy(text: string): void {
  const problem = lifecyclePolicyProblem(text);
  if (problem === undefined) return;
  throw invalidParameter("LifecyclePolicyText", `Lifecycle policy validation failure: ${problem}`);
}

function lifecyclePolicyProblem(text: string): string | undefined {
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch {
    return "the policy is not JSON";
  }
  if (!isRecord(policy)) return "the policy is not an object";
  const { rules } = policy;
  const unknown = checkKeys(policy, ["rules"], "the policy");
  if (unknown) return unknown;
  if (!Array.isArray(rules) || rules.length === 0) return "the policy has no rules";
  if (rules.length > MAX_RULES) return `the policy has more than ${MAX_RULES} rules`;
  for (const rule of rules) {
    const problem = ruleProblem(rule);
    if (problem) return problem;
  }
  return prioritiesProblem(rules as Json[]);
}

function ruleProblem(rule: unknown): string | undefined {
  if (!isRecord(rule)) return "a rule is not an object";
  const { rulePriority, description, selection, action } = rule;
  if (!Number.isInteger(rulePriority) || (rulePriority as number) < 1) {
    return "rulePriority is not an integer of at least 1";
  }
  const at = `rule ${rulePriority}`;
  if (description !== undefined && (typeof description !== "string" || description.length > 256)) {
    return `${at}: description is not a string of at most 256 characters`;
  }
  if (!isRecord(selection)) return `${at}: selection is missing`;
  if (!isRecord(action)) return `${at}: action is missing`;
  const problem =
    checkKeys(rule, ["rulePriority", "description", "selection", "action"], "the rule") ??
    selectionProblem(selection) ??
    actionProblem(action, selection);
  return problem === undefined ? undefined : `${at}: ${problem}`;
}

function prioritiesProblem(rules: readonly Json[]): string | undefined {
  const priorities = rules.map((rule) => rule.rulePriority as number);
  if (new Set(priorities).size !== priorities.length) return "rule priorities are not unique";
  // The rules of each storage class are ordered separately.
  for (const storageClass of ["standard", "archive"]) {
    const ordered = rules
      .filter(({ selection }) => ((selection as Json).storageClass ?? "standard") === storageClass)
      .sort((a, b) => (a.rulePriority as number) - (b.rulePriority as number));
    const early = ordered
      .slice(0, -1)
      .find(({ selection }) => (selection as Json).tagStatus === "any");
    if (early) return "the rule with tagStatus any must have the highest priority number";
  }
  return undefined;
}
