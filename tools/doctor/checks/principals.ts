import { LOGIN_ACTION, PULL_ACTIONS, pullStatements } from "../../../ecr/pull-permissions";
import { repositoryArn } from "../../../ecr/registry";
import { type Finding, finding, lookedAt } from "../finding";
import { covers, isAbout, isFor, statementsOf } from "../policy-grants";
import type { Registry } from "../registry";
import { type Refusal, simulate } from "../simulation";

/**
 * Whether principals may pull, the first pull of an image included.
 *
 * @param principals the ARNs of roles, users and groups
 * @param repositories the repositories that they pull; nothing means all of the caches
 */
export async function checkPrincipals(
  registry: Registry,
  principals: readonly string[],
  repositories: readonly string[],
): Promise<Finding[]> {
  const { aws, rules } = registry;
  const { accountId, region } = aws;
  const own = `arn:${aws.partition}:ecr:${region}:${accountId}:repository/`;
  const resources =
    repositories.length > 0
      ? repositories.map((name) => `${own}${name}`)
      : rules.map((rule) => repositoryArn(accountId, region, rule.ecrRepositoryPrefix));
  const looks = principals.map((arn) => {
    if (arn.split(":")[4] !== accountId) return [elsewhere(arn, resources, accountId)];
    return lookedAt(arn, () => checkPrincipal(arn, resources, registry));
  });
  return (await Promise.all(looks)).flat();
}

async function checkPrincipal(
  arn: string,
  resources: readonly string[],
  registry: Registry,
): Promise<Finding[]> {
  const asked = [
    { actions: [LOGIN_ACTION], resource: "*" },
    ...resources.map((resource) => ({ actions: Object.keys(PULL_ACTIONS), resource })),
  ];
  const answers = await Promise.all(
    asked.map(({ actions, resource }) => simulate(arn, actions, resource, registry.aws.iam)),
  );
  if (answers.includes("no such principal")) {
    return [
      finding("principal-missing", {
        where: arn,
        cause: "there is no such principal: nobody pulls with it",
        fix: "copy its ARN: aws iam list-roles --query Roles[].Arn",
      }),
    ];
  }
  const refusals = answers.flatMap((answer) => (answer === "no such principal" ? [] : answer));
  return [...byAction(refusals).values()].map((same) => refused(arn, same, registry));
}

/** One finding for an action, whichever the repositories, unless the reason differs. */
function byAction(refusals: readonly Refusal[]): Map<string, [Refusal, ...Refusal[]]> {
  const groups = new Map<string, [Refusal, ...Refusal[]]>();
  for (const refusal of refusals) {
    const key = [refusal.action, refusal.reason, ...refusal.missingKeys].join(" ");
    const group = groups.get(key);
    if (group) group.push(refusal);
    else groups.set(key, [refusal]);
  }
  return groups;
}

function refused(where: string, group: [Refusal, ...Refusal[]], registry: Registry): Finding {
  const [{ action, reason, missingKeys }] = group;
  const resources = group.map(({ resource }) => resource);
  const on = resources.map((one) => one.replace(/^.*:repository\//, "")).join(", ");
  const what = `${action} on ${on}`;
  const effect = PULL_ACTIONS[action] ?? "it cannot log in: no pull works";
  const { aws } = registry;
  if (reason === "none" && missingKeys.length > 0) {
    return finding("principal-condition", {
      where,
      cause: `${what} depends on ${missingKeys.join(", ")}, which only a real call has; where that is not met, ${effect}`,
      fix: `try it: aws iam simulate-principal-policy --policy-source-arn ${where} --action-names ${action} --resource-arns ${resources.map(quoted).join(" ")} --context-entries ${missingKeys.map(contextEntry).join(" ")}`,
    });
  }
  if (
    reason === "none" &&
    resources.every((one) => isGivenByRegistry(where, action, one, registry))
  ) {
    return finding("principal-by-policy", {
      where,
      cause: `${what} is allowed by the registry's policy, as far as its conditions are met, and not by a policy of its own`,
    });
  }
  const document = JSON.stringify({
    Version: "2012-10-17",
    Statement: pullStatements(
      aws.accountId,
      aws.region,
      registry.rules.map((rule) => rule.ecrRepositoryPrefix),
    ).map(({ sid, actions, resources: Resource }) => ({
      Sid: sid,
      Effect: "Allow",
      Action: actions,
      Resource,
    })),
  });
  return finding("principal-permission", {
    where,
    cause: `${what}: ${REASONS[reason]}; ${effect}`,
    fix: fixOf(where, reason, document),
  });
}

const REASONS: Readonly<Record<Refusal["reason"], string>> = {
  none: "no policy allows it",
  deny: "a policy denies it",
  boundary: "its permissions boundary does not allow it",
  organization: "a service control policy of the organization does not allow it",
};

function fixOf(arn: string, reason: Refusal["reason"], document: string): string {
  const [, kind = "role", name = ""] = /:(role|user|group)\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  switch (reason) {
    case "deny":
      return `take the Deny out of its policies: aws iam list-attached-${kind}-policies --${kind}-name ${name}; aws iam list-${kind}-policies --${kind}-name ${name}`;
    case "boundary":
      return `add the action to its boundary: aws iam get-${kind} --${kind}-name ${name} --query '*.PermissionsBoundary'`;
    case "organization":
      return "ask whoever runs the organization";
    case "none": {
      const command = `aws iam put-${kind}-policy --${kind}-name ${name} --policy-name pull-through-cache --policy-document '${document}'`;
      return kind === "role"
        ? `main.ts: pullPermissions: { as: "managed-policy", attachToRoles: ["${name}"] }, then npx cdktf deploy; or: ${command}`
        : command;
    }
  }
}

/** IAM does not look at the registry's policy when it simulates a role. */
function isGivenByRegistry(
  arn: string,
  action: string,
  resource: string,
  { policy, aws }: Registry,
): boolean {
  const names = [arn, aws.accountId, `arn:${aws.partition}:iam::${aws.accountId}:root`];
  const about = statementsOf(policy ?? "{}").filter(
    (one) => isAbout(one, action) && covers(one, resource) && isFor(one, "AWS", names),
  );
  return about.length > 0 && about.every(({ allows }) => allows);
}

function elsewhere(where: string, resources: readonly string[], accountId: string): Finding {
  const account = where.split(":")[4];
  const command = `aws iam simulate-principal-policy --policy-source-arn ${where}`;
  return finding("principal-elsewhere", {
    where,
    cause: `it is of the account ${account}, and IAM simulates only principals of the account that asks, ${accountId}`,
    fix: `with credentials of ${account}: ${command} --action-names ${LOGIN_ACTION}; ${command} --action-names ${Object.keys(PULL_ACTIONS).join(" ")} --resource-arns ${resources.map(quoted).join(" ")}`,
  });
}

function quoted(text: string): string {
  return `'${text}'`;
}

function contextEntry(key: string): string {
  return `ContextKeyName=${key},ContextKeyType=string,ContextKeyValues=…`;
}
