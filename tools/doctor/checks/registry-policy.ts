import { PULL_ACTIONS } from "../../../ecr/pull-permissions";
import { repositoryArn } from "../../../ecr/registry";
import { type Finding, finding } from "../finding";
import {
  covers,
  isAbout,
  isForAllOf,
  isForOthers,
  type Statement,
  statementsOf,
} from "../policy-grants";
import { closestTo, type Registry } from "../registry";

/** The only actions that a registry policy of scope V1 controls. */
export const V1_ACTIONS: readonly string[] = [
  "ecr:BatchImportUpstreamImage",
  "ecr:CreateRepository",
  "ecr:ReplicateImage",
];
const IMPORT = "ecr:BatchImportUpstreamImage";
const READS = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];

/** Checks whether the registry policy lets other accounts complete the pulls that it is meant to allow. */
export function checkRegistryPolicy(registry: Registry): Finding[] {
  return [...checkPresence(registry), ...checkScope(registry), ...checkEnough(registry)];
}

function checkPresence({ policy, wanted, aws }: Registry): Finding[] {
  if (policy !== undefined || wanted?.policyActions === undefined) return [];
  return [
    finding("policy-missing", {
      where: "registry policy",
      cause: `${aws.accountId} has no registry policy in ${aws.region}: no other account can pull`,
      fix: `npx cdktf deploy ${wanted.stack}`,
    }),
  ];
}

function checkScope({ policy, policyScope, wanted, aws }: Registry): Finding[] {
  if (policyScope === "V2") return [];
  const live = statementsOf(policy ?? "{}").flatMap(({ actions }) => actions ?? ["NotAction"]);
  const beyond = [...live, ...(wanted?.policyActions ?? [])].find(
    (action) => !V1_ACTIONS.includes(action),
  );
  if (beyond === undefined) return [];
  return [
    finding("policy-scope", {
      where: "registry policy",
      cause: `its scope is V1, which only covers ${V1_ACTIONS.join(", ")}, not ${beyond}: AWS refuses or ignores such a statement`,
      fix: `main.ts: organizationAccess: { policyScope: "V2" }, then npx cdktf deploy; or: aws ecr put-account-setting --name REGISTRY_POLICY_SCOPE --value V2 --region ${aws.region}`,
    }),
  ];
}

/** Whoever may import must also be allowed everything else that a pull needs. */
function checkEnough(registry: Registry): Finding[] {
  const statements = statementsOf(registry.policy ?? "{}").filter(({ allows }) => allows);
  const importing = statements.filter(
    (one) => isAbout(one, IMPORT) && isForOthers(one, registry.aws.accountId),
  );
  const lacking = Object.keys(PULL_ACTIONS).filter((action) =>
    importing.some((one) => lacks(one, action, statements, registry)),
  );
  return lacking.map((action) => {
    const { wanted } = registry;
    const chosen = wanted?.policyActions?.includes(action) === false;
    return finding("policy-too-little", {
      where: "registry policy",
      // The app leaves the action out on purpose: `firstPulls: "refused"`.
      ...(chosen && { severity: "note" }),
      cause: `it allows other accounts to import, but not ${action}: for them, ${PULL_ACTIONS[action]}`,
      fix:
        action === "ecr:CreateRepository"
          ? 'main.ts: organizationAccess: { firstPulls: "allowed" }, then npx cdktf deploy; the policy of whoever pulls must allow it too'
          : `main.ts: organizationAccess: { policyScope: "V2" }, then npx cdktf deploy; or add ${action} to the statement`,
    });
  });
}

function lacks(
  importing: Statement,
  action: string,
  statements: readonly Statement[],
  registry: Registry,
): boolean {
  const { aws, rules, templates } = registry;
  return rules.some(({ ecrRepositoryPrefix: prefix }) => {
    const whole = repositoryArn(aws.accountId, aws.region, prefix);
    const own = whole.slice(0, -1);
    const imported = covers(importing, whole)
      ? [whole]
      : importing.resources.filter((one) => one.startsWith(own));
    // Reading may also be allowed by the policy that a template gives to each repository.
    const byTemplate = READS.includes(action) && closestTo(prefix, templates)?.repositoryPolicy;
    if (byTemplate) return false;
    return imported.some(
      (resource) =>
        !statements.some(
          (one) => isAbout(one, action) && covers(one, resource) && isForAllOf(one, importing),
        ),
    );
  });
}
