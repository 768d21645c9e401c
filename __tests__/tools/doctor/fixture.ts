import { ACCOUNT, aSecret, type Fixture, policy, trust } from "../../local-aws/fixture";
import { ecrCache } from "../cli/ecr-cache";

export { useEnvironmentOf } from "../environment";

export const HOST = `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com`;
export const NODE = `arn:aws:iam::${ACCOUNT}:role/node`;
export const EXPIRY = JSON.stringify({
  rules: [
    {
      rulePriority: 1,
      description: "Expire old images",
      selection: {
        tagStatus: "any",
        countType: "sinceImagePushed",
        countUnit: "days",
        countNumber: 7,
      },
      action: { type: "expire" },
    },
  ],
});

const under = (prefix: string) => `arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/${prefix}/*`;
const PULL = ["BatchGetImage", "BatchImportUpstreamImage", "CreateRepository"]
  .concat("GetDownloadUrlForLayer")
  .map((action) => `ecr:${action}`);

/** The registry's policy of a cache that an organization pulls from. */
export const organizationPolicy = (actions: readonly string[] = PULL) =>
  policy({
    Sid: "OrgPullCache",
    Principal: "*",
    Action: actions,
    Resource: under("docker-hub"),
    Condition: { StringEquals: { "aws:PrincipalOrgID": "o-aaaaaaaaaa" } },
  });

/** The policy of somebody who pulls from Docker Hub's cache, all of what it takes or less. */
export const pullPolicy = (actions: readonly string[] = PULL) =>
  policy(
    { Action: "ecr:GetAuthorizationToken", Resource: "*" },
    { Action: actions, Resource: under("docker-hub") },
  );

export const without = (...actions: readonly string[]) =>
  PULL.filter((action) => !actions.includes(action));

export const withoutCreate = without("ecr:CreateRepository");

/** What is healthy: a cache of Docker Hub that is told to expire, for its account and others. */
export async function aHealthyCache({ ecr, secrets }: Fixture, accessToken = "not-a-real-token") {
  const value = JSON.stringify({ username: "someone", accessToken });
  const credentialArn = await aSecret(secrets, value);
  await ecr.createPullThroughCacheRule({
    ecrRepositoryPrefix: "docker-hub",
    upstreamRegistryUrl: "registry-1.docker.io",
    credentialArn,
  });
  await ecr.createRepositoryCreationTemplate({
    prefix: "ROOT",
    appliedFor: ["PULL_THROUGH_CACHE"],
    lifecyclePolicy: EXPIRY,
  });
  await ecr.putRegistryPolicy({ policyText: organizationPolicy() });
  return credentialArn;
}

export async function aNode({ iam }: Fixture, document: string) {
  const AssumeRolePolicyDocument = trust("ec2.amazonaws.com");
  await iam.createRole({ RoleName: "node", AssumeRolePolicyDocument });
  await iam.putRolePolicy({ RoleName: "node", PolicyName: "pull", PolicyDocument: document });
}

/** A healthy cache, and somebody who may pull from it. */
export async function healthyWithNode(local: Fixture) {
  const secret = await aHealthyCache(local);
  await aNode(local, pullPolicy());
  return secret;
}

/** The template is written again after it, as by a deploy that changes it. */
export async function anOlderRepository({ ecr }: Fixture, name = "docker-hub/library/nginx") {
  await ecr.createRepository({ repositoryName: name });
  await ecr.updateRepositoryCreationTemplate({ prefix: "ROOT", lifecyclePolicy: EXPIRY });
}

/** The whole command, in this process. */
export function doctor(...args: readonly string[]) {
  return ecrCache(["doctor", ...args]);
}

export interface JsonFinding {
  readonly code: string;
  readonly severity: string;
  readonly where: string;
  readonly cause: string;
  readonly fix: string | null;
  readonly fixed: boolean;
}

/** The findings as programs get them. */
export async function diagnosis(...args: readonly string[]) {
  const { code, stdout, stderr } = await doctor("--json", ...args);
  if (stdout === "") throw new Error(stderr);
  const { outcome, registries } = JSON.parse(stdout) as {
    readonly outcome: string;
    readonly registries: readonly { readonly findings: readonly JsonFinding[] }[];
  };
  const findings = registries.flatMap((one) => one.findings);
  const codes = findings.map((one) => `${one.severity} ${one.code}`);
  return { code, outcome, findings, codes, stderr };
}
