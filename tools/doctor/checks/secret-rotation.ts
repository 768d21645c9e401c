import type { DescribeSecretResponse } from "@aws-sdk/client-secrets-manager";
import { isAnswer } from "../../aws/aws-failure";
import { type Finding, finding } from "../finding";
import type { Registry } from "../registry";

/**
 * Whether somebody else than Terraform wrote the current value of a secret of Terraform's. Terraform sees
 * nothing of that: it reads the version that it wrote. Secrets Manager deletes versions that have lost
 * their labels; Terraform then writes the value of its variable again, over the current one.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html#term_version
 */
export async function checkSecretRotation(
  { ARN: arn = "", VersionIdsToStages: labelled = {} }: DescribeSecretResponse,
  prefix: string,
  { aws, wanted }: Registry,
): Promise<Finding[]> {
  const current = Object.keys(labelled).find((id) => labelled[id]?.includes("AWSCURRENT"));
  if (current === undefined || isOfTerraform(current)) return [];
  const versions = [...Object.keys(labelled), ...(await unlabelled(arn, aws.secrets))];
  const wasOfTerraform = versions.some(isOfTerraform);
  const isOfApp = wanted?.rules.some((rule) => rule.prefix === prefix && rule.makesSecret);
  if (!wasOfTerraform && !isOfApp) return [];
  const deploy = `npx cdktf deploy${wanted ? ` ${wanted.stack}` : ""}`;
  return [
    finding("secret-rotated", {
      where: `secret ${arn}`,
      // The value of a secret that was imported was never Terraform's either.
      ...(!wasOfTerraform && { severity: "note" }),
      cause: `its current value is not one that Terraform wrote${wasOfTerraform ? ": when AWS drops the version that it wrote, a deploy writes the variable's value, which is older, over the current one" : ": unless it was imported, the next deploy writes the variable's value over it"}`,
      fix: `give the variable of the token the current value, and ${deploy} (a write-only one: with another credentialsVersion); where something else goes on to rotate the token, \`secretArn\` in main.ts with a secret of yours`,
    }),
  ];
}

/** The AWS provider gives each version that it writes an id of its own; AWS's other clients, a UUID. */
function isOfTerraform(versionId: string): boolean {
  return versionId.startsWith("terraform-");
}

/** The versions that AWS can drop, for who may list them. */
async function unlabelled(
  SecretId: string,
  secrets: Registry["aws"]["secrets"],
): Promise<readonly string[]> {
  try {
    const { Versions = [] } = await secrets.listSecretVersionIds({
      SecretId,
      IncludeDeprecated: true,
    });
    return Versions.flatMap(({ VersionId = [] }) => VersionId);
  } catch (error) {
    if (!isAnswer(error)) throw error;
    return [];
  }
}
