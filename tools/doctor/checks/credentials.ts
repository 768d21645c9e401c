import { PULL_THROUGH_CACHE_SERVICE } from "../../../ecr/private-registry";
import { isAnswer } from "../../aws/aws-failure";
import { documentation } from "../../documentation";
import { type Finding, finding, findingsOf } from "../finding";
import type { Registry, Rule } from "../registry";
import { newCredentials } from "./new-credentials";
import { checkRole } from "./role";
import { checkSecret } from "./secret";
import { checkSecretShape } from "./secret-shape";

/** Checks whether ECR can log in to each upstream. Upstreams without a login are skipped. */
export async function checkCredentials(registry: Registry): Promise<Finding[]> {
  const checked = registry.rules
    .filter(({ credentialArn, customRoleArn }) => credentialArn || customRoleArn)
    .map((rule) => checkLogin(rule, registry));
  return (await Promise.all(checked)).flat();
}

async function checkLogin(rule: Rule, registry: Registry): Promise<readonly Finding[]> {
  const where = `rule ${rule.ecrRepositoryPrefix}`;
  const found = await findingsOf(rule.credentialArn ?? where, () => checkAccess(rule, registry));
  // AWS would only report the same problem again, in less detail.
  if (found.some(({ severity }) => severity === "error")) return found;
  return [...found, ...(await findingsOf(where, () => validate(rule, where, registry)))];
}

async function checkAccess(rule: Rule, registry: Registry): Promise<Finding[]> {
  const { credentialArn, customRoleArn, ecrRepositoryPrefix: prefix } = rule;
  if (credentialArn) return checkSecret(credentialArn, prefix, registry);
  return checkRole(`rule ${prefix}`, customRoleArn ?? "", PULL_THROUGH_CACHE_SERVICE, registry);
}

/** Asks AWS to read the secret and try the login: only AWS can do that. */
async function validate(rule: Rule, where: string, { aws }: Registry): Promise<readonly Finding[]> {
  const { ecrRepositoryPrefix, upstreamRegistryUrl, credentialArn } = rule;
  const { isValid, failure } = await aws.ecr.validatePullThroughCacheRule({ ecrRepositoryPrefix });
  if (isValid) return [];
  const shape = credentialArn ? await shapeOf(credentialArn, aws.secrets) : [];
  if (shape.some(({ severity }) => severity === "error")) return shape;
  return [
    finding("login-rejected", {
      where,
      cause: `AWS cannot log in to ${upstreamRegistryUrl} ("${failure ?? "no reason given"}"). What is cached is still served; new images and tags are not`,
      fix: credentialArn
        ? newCredentials(credentialArn)
        : `compare the upstream's policy with ${documentation("upstreams")}; aws ecr validate-pull-through-cache-rule --ecr-repository-prefix ${ecrRepositoryPrefix} tries it again`,
    }),
    ...shape,
  ];
}

/** Reads the value, if the caller may, only to find out why AWS rejects it. */
async function shapeOf(
  arn: string,
  secrets: Registry["aws"]["secrets"],
): Promise<readonly Finding[]> {
  try {
    return await checkSecretShape(arn, secrets);
  } catch (error) {
    if (!isAnswer(error)) throw error;
    return [
      finding("secret-not-read", {
        where: `secret ${arn}`,
        cause: `the format of its value was not checked: ${error.name}`,
        fix: "to have it checked, allow secretsmanager:GetSecretValue on it",
      }),
    ];
  }
}
