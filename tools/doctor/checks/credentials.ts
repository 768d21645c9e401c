import { isAnswer } from "../../aws/aws-failure";
import { documentation } from "../../documentation";
import { type Finding, finding, lookedAt } from "../finding";
import type { Registry, Rule } from "../registry";
import { newCredentials } from "./new-credentials";
import { checkRole } from "./role";
import { checkSecret } from "./secret";
import { checkSecretShape } from "./secret-shape";

/** Whether ECR can log in to each upstream. Upstreams without a login are left alone. */
export async function checkCredentials(registry: Registry): Promise<Finding[]> {
  const checked = registry.rules
    .filter(({ credentialArn, customRoleArn }) => credentialArn || customRoleArn)
    .map((rule) => checkLogin(rule, registry));
  return (await Promise.all(checked)).flat();
}

async function checkLogin(rule: Rule, registry: Registry): Promise<readonly Finding[]> {
  const where = `rule ${rule.ecrRepositoryPrefix}`;
  const found = await lookedAt(rule.credentialArn ?? where, () => checkMeans(rule, registry));
  // AWS would say the same again, in fewer words.
  if (found.some(({ severity }) => severity === "error")) return found;
  return [...found, ...(await lookedAt(where, () => validate(rule, where, registry)))];
}

async function checkMeans(rule: Rule, registry: Registry): Promise<Finding[]> {
  const { credentialArn, customRoleArn, ecrRepositoryPrefix: prefix } = rule;
  if (credentialArn) return checkSecret(credentialArn, prefix, registry);
  const service = "pullthroughcache.ecr.amazonaws.com";
  return checkRole(`rule ${prefix}`, customRoleArn ?? "", service, registry);
}

/** AWS reads the secret and tries the login, which nobody else can. */
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

/** The value is read only to find out why AWS rejects it, and only by who may. */
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
        cause: `whether its value has the right form was not looked at: ${error.name}`,
        fix: "allow secretsmanager:GetSecretValue on it, if you want that",
      }),
    ];
  }
}
