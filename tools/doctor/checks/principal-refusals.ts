import { LOGIN_ACTION, PULL_ACTIONS } from "../../../ecr/pull-permissions";
import { type Code, type Finding, finding } from "../finding";
import { covers, isAbout, isFor, statementsOf } from "../policy-grants";
import type { Registry } from "../registry";
import type { Refusal } from "../simulation";
import { fixPermission } from "./principal-fix";
import { V1_ACTIONS } from "./registry-policy";

type RefusalCode = Extract<Code, `principal-${string}`>;

/** Explains what a principal may not do: one finding for each action and reason. */
export function explainRefusals(
  arn: string,
  refusals: readonly Refusal[],
  registry: Registry,
): Finding[] {
  const groups = new Map<string, [Refusal, ...Refusal[]]>();
  for (const refusal of refusals) {
    const code = codeOf(arn, refusal, registry);
    const key = [code, refusal.action, refusal.reason, ...refusal.missingKeys].join(" ");
    const group = groups.get(key);
    if (group) group.push(refusal);
    else groups.set(key, [refusal]);
  }
  return [...groups.values()].map((same) =>
    explain(codeOf(arn, same[0], registry), arn, same, registry),
  );
}

function codeOf(arn: string, refusal: Refusal, registry: Registry): RefusalCode {
  if (refusal.reason !== "none") return "principal-permission";
  if (isGivenByRegistry(arn, refusal, registry)) return "principal-by-policy";
  return refusal.missingKeys.length > 0 ? "principal-condition" : "principal-permission";
}

function explain(
  code: RefusalCode,
  where: string,
  group: [Refusal, ...Refusal[]],
  registry: Registry,
): Finding {
  const [{ action, reason, missingKeys }] = group;
  const resources = group.map(({ resource }) => resource);
  const on = resources.map((one) => one.replace(/^.*:repository\//, "")).join(", ");
  const what = `${action} on ${on}`;
  const effect = PULL_ACTIONS[action] ?? "it cannot log in: no pull works";
  switch (code) {
    case "principal-by-policy":
      return finding(code, {
        where,
        cause: `${what} is only allowed by the registry policy, if its conditions are met, not by a policy of the principal itself`,
      });
    case "principal-condition":
      return finding(code, {
        where,
        cause: `${what} depends on ${missingKeys.join(", ")}, which only a real call has; if the condition is not met, ${effect}`,
        fix: `try it: aws iam simulate-principal-policy --policy-source-arn ${where} --action-names ${action} --resource-arns ${resources.map(quoted).join(" ")} --context-entries ${missingKeys.map(contextEntry).join(" ")}`,
      });
    default:
      return finding(code, {
        where,
        cause: `${what}: ${REASONS[reason]}; ${effect}`,
        fix: fixPermission(where, reason, registry),
      });
  }
}

const REASONS: Readonly<Record<Refusal["reason"], string>> = {
  none: "no policy allows it",
  deny: "a policy denies it",
  boundary: "its permissions boundary does not allow it",
  organization: "a service control policy of the organization does not allow it",
};

/** When IAM simulates a principal, it does not evaluate the registry policy. */
function isGivenByRegistry(
  arn: string,
  { action, resource }: Refusal,
  { policy, policyScope, aws }: Registry,
): boolean {
  if (action === LOGIN_ACTION) return false;
  if (policyScope === "V1" && !V1_ACTIONS.includes(action)) return false;
  const names = [arn, aws.accountId, `arn:${aws.partition}:iam::${aws.accountId}:root`];
  const about = statementsOf(policy ?? "{}").filter(
    (one) => isAbout(one, action) && covers(one, resource) && isFor(one, "AWS", names),
  );
  return about.length > 0 && about.every(({ allows }) => allows);
}

export function quoted(text: string): string {
  return `'${text}'`;
}

function contextEntry(key: string): string {
  return `ContextKeyName=${key},ContextKeyType=string,ContextKeyValues=…`;
}
