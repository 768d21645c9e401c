import { checkSecretArn } from "../../../ecr/credential-secret";
import { unlessAbsent } from "../../aws/unless-absent";
import { type Finding, finding } from "../finding";
import type { Registry } from "../registry";
import { newCredentials } from "./new-credentials";
import { checkSecretRotation } from "./secret-rotation";

const OWN_KEY = /(^|\/)alias\/aws\/secretsmanager$/;

/** Checks whether ECR can read the secret of a rule. Its value is not read. */
export async function checkSecret(
  arn: string,
  prefix: string,
  registry: Registry,
): Promise<Finding[]> {
  const { aws } = registry;
  const where = `secret ${arn}`;
  const misplaced = checkSecretArn(arn, aws.region, aws.accountId);
  if (misplaced) {
    return [
      finding("secret-misplaced", {
        where,
        cause: `the rule ${prefix} takes its credentials from this secret, which ECR cannot read; it must be ${misplaced.allowed}`,
        fix: misplaced.fix,
      }),
    ];
  }
  const secret = await unlessAbsent(
    "ResourceNotFoundException",
    aws.secrets.describeSecret({ SecretId: arn }),
  );
  if (!secret) {
    return [
      finding("secret-missing", {
        where,
        cause: `the rule ${prefix} takes its credentials from this secret, which does not exist`,
        fix: "npx cdktf deploy creates the secret and updates the rule; if you create your own secret again, write its new ARN as `secretArn` in main.ts",
      }),
    ];
  }
  if (secret.DeletedDate) {
    return [
      finding("secret-deleted", {
        where,
        cause: `it was scheduled for deletion on ${secret.DeletedDate.toISOString().slice(0, 10)}: ECR can no longer read it`,
        fix: `aws secretsmanager restore-secret --secret-id ${arn}`,
      }),
    ];
  }
  return [
    ...(secret.KmsKeyId && !OWN_KEY.test(secret.KmsKeyId) ? [foreignKey(arn, where)] : []),
    ...(secret.VersionIdsToStages ? [] : [empty(arn, where)]),
    ...(await checkSecretRotation(secret, prefix, registry)),
  ];
}

function foreignKey(arn: string, where: string): Finding {
  return finding("secret-key", {
    where,
    cause:
      "a customer-managed KMS key encrypts it: ECR reads only what the key aws/secretsmanager encrypts",
    fix: `aws secretsmanager update-secret --secret-id ${arn} --kms-key-id alias/aws/secretsmanager`,
  });
}

function empty(arn: string, where: string): Finding {
  return finding("secret-empty", {
    where,
    cause: "it has no value",
    fix: `npx cdktf deploy with the variables of the credentials; or ${newCredentials(arn)}`,
  });
}
