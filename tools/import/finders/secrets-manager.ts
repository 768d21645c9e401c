import { paginateListSecrets } from "@aws-sdk/client-secrets-manager";
import type { Aws } from "../../aws/connection";
import { unlessAbsent } from "../../aws/unless-absent";
import { type Finding, found, missing, unknown } from "../finding";
import type { Finder, Wanted } from "../wanted";

const ABSENT = "ResourceNotFoundException";

/** What Terraform appends to a `name_prefix`: the time and a counter. */
const GENERATED_SUFFIX = /^\d{18}[0-9a-f]{8}$/;

const secret: Finder = {
  id: "the secret's ARN",
  async find(wanted, aws) {
    return wanted.has("name_prefix") ? findByPrefix(wanted, aws) : findByName(wanted, aws);
  },
};

async function findByName(wanted: Wanted, aws: Aws): Promise<Finding> {
  const SecretId = await wanted.text("name");
  const answer = await unlessAbsent(ABSENT, aws.secrets.describeSecret({ SecretId }));
  if (!answer) return missing(await usedInstead(wanted, aws));
  if (!answer.DeletedDate) return found(answer.ARN ?? "", { arn: answer.ARN ?? "" });
  return unknown(
    `the secret ${SecretId} is scheduled for deletion, and its name cannot be used until then: restore it with \`aws secretsmanager restore-secret --secret-id ${SecretId}\`, then run this again`,
  );
}

/**
 * Only finds secrets with a name that Terraform generated: after an import, Terraform would replace a
 * secret without such a name.
 */
async function findByPrefix(wanted: Wanted, aws: Aws): Promise<Finding> {
  const prefix = await wanted.text("name_prefix");
  const arns: string[] = [];
  const Filters = [{ Key: "name" as const, Values: [prefix] }];
  for await (const { SecretList = [] } of paginateListSecrets(
    { client: aws.secrets },
    { Filters },
  )) {
    for (const { Name = "", ARN = "" } of SecretList) {
      if (Name.startsWith(prefix) && GENERATED_SUFFIX.test(Name.slice(prefix.length)))
        arns.push(ARN);
    }
  }
  const used = await usedSecrets(wanted, aws);
  const [arn, ...others] = arns.some((one) => used.includes(one))
    ? arns.filter((one) => used.includes(one))
    : arns;
  if (arn === undefined) return missing(await usedInstead(wanted, aws));
  if (others.length === 0) return found(arn, { arn });
  return unknown(
    `${arns.length} secrets have a name that begins with ${prefix}, and no rule uses one of them: ${arns.join(", ")}`,
  );
}

/** The ARNs of the secrets that the rules currently use in AWS and for which the stack wants this one. */
async function usedSecrets(wanted: Wanted, { ecr }: Aws): Promise<string[]> {
  const rules = wanted.referrers("aws_ecr_pull_through_cache_rule", "credential_arn");
  const used = rules.map(async (rule) => {
    const answer = await unlessAbsent(
      "PullThroughCacheRuleNotFoundException",
      ecr.describePullThroughCacheRules({
        ecrRepositoryPrefixes: [await rule.text("ecr_repository_prefix")],
      }),
    );
    return answer?.pullThroughCacheRules?.[0]?.credentialArn;
  });
  return (await Promise.all(used)).filter((arn) => arn !== undefined);
}

async function usedInstead(wanted: Wanted, aws: Aws): Promise<string | undefined> {
  const [arn] = await usedSecrets(wanted, aws);
  return arn && `the rule currently uses ${arn}; \`secretArn\` of the upstream would keep it`;
}

const secretVersion: Finder = {
  id: "the secret's ARN, a bar, the version's id",
  async find(wanted, { secrets }) {
    const SecretId = await wanted.text("secret_id");
    if (wanted.has("secret_string_wo")) {
      return missing(
        "a write-only value is always written again, because an import would put it into the state",
      );
    }
    const answer = await unlessAbsent(ABSENT, secrets.describeSecret({ SecretId }));
    const versions = Object.entries(answer?.VersionIdsToStages ?? {});
    const [current] = versions.find(([, stages]) => stages.includes("AWSCURRENT")) ?? [];
    return current === undefined ? missing() : found(`${answer?.ARN}|${current}`);
  },
};

export const secretsManagerFinders = {
  aws_secretsmanager_secret: secret,
  aws_secretsmanager_secret_version: secretVersion,
};
