import { LOGIN_ACTION, PULL_ACTIONS } from "../../../ecr/pull-permissions";
import { repositoryArn } from "../../../ecr/registry";
import { type Finding, finding, findingsOf } from "../finding";
import type { Registry } from "../registry";
import { simulate } from "../simulation";
import { explainRefusals, quoted } from "./principal-refusals";

/**
 * Checks whether principals may pull, including the first pull of an image.
 *
 * @param principals the ARNs of roles, users and groups
 * @param repositories the repositories that they pull; an empty list means all of the caches
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
    return findingsOf(arn, () => checkPrincipal(arn, resources, registry));
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
        cause: "this principal does not exist",
        fix: "copy its ARN: aws iam list-roles --query 'Roles[].Arn'",
      }),
    ];
  }
  const refusals = answers.flatMap((answer) => (answer === "no such principal" ? [] : answer));
  return explainRefusals(arn, refusals, registry);
}

function elsewhere(where: string, resources: readonly string[], accountId: string): Finding {
  const account = where.split(":")[4];
  const command = `aws iam simulate-principal-policy --policy-source-arn ${where}`;
  return finding("principal-elsewhere", {
    where,
    cause: `it belongs to the account ${account}, and IAM only simulates principals of the calling account, ${accountId}`,
    fix: `with credentials of ${account}: ${command} --action-names ${LOGIN_ACTION}; ${command} --action-names ${Object.keys(PULL_ACTIONS).join(" ")} --resource-arns ${resources.map(quoted).join(" ")}`,
  });
}
