import { readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { SynthesizedStack } from "./synthesized-stack";

/** Arguments of the provider that contain credentials or refer to them. */
const PROVIDER_ARGUMENTS = [
  "access_key",
  "profile",
  "shared_credentials_files",
  "shared_config_files",
  "assume_role_with_web_identity",
];

/**
 * Whether the AWS provider finds any credentials; only AWS can say whether they are valid. Without
 * any, the provider calls the EC2 instance metadata service, which takes seconds outside of EC2 and
 * ends in an error message about IMDS.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs#authentication-and-configuration
 */
export function hasAwsCredentials(stack: SynthesizedStack, env: NodeJS.ProcessEnv): boolean {
  const providers = stack.json.provider?.["aws"] ?? [];
  return (
    providers.some((provider) => PROVIDER_ARGUMENTS.some((name) => name in provider)) ||
    environmentHasCredentials(env) ||
    credentialFiles(env).some(hasContent) ||
    (env["AWS_EC2_METADATA_DISABLED"] !== "true" && isOnEc2(env))
  );
}

function environmentHasCredentials(env: NodeJS.ProcessEnv): boolean {
  const all = (...names: string[]) => names.every((name) => env[name]);
  return (
    all("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY") ||
    all("AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN") ||
    all("AWS_PROFILE") ||
    all("AWS_DEFAULT_PROFILE") ||
    all("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") ||
    all("AWS_CONTAINER_CREDENTIALS_FULL_URI")
  );
}

/** The shared files of the AWS CLI and the SDKs, whether they exist or not. */
export function credentialFiles(env: NodeJS.ProcessEnv): string[] {
  const home = join(env["HOME"] ?? homedir(), ".aws");
  return [
    env["AWS_SHARED_CREDENTIALS_FILE"] ?? join(home, "credentials"),
    env["AWS_CONFIG_FILE"] ?? join(home, "config"),
  ];
}

/** A null device in place of a file means that there is no file. */
function hasContent(file: string): boolean {
  return (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

/** An EC2 instance gets the credentials of its role from the metadata service, without any setting. */
function isOnEc2(env: NodeJS.ProcessEnv): boolean {
  if (env["AWS_EC2_METADATA_SERVICE_ENDPOINT"]) return true;
  try {
    return readFileSync("/sys/class/dmi/id/sys_vendor", "utf8").startsWith("Amazon EC2");
  } catch {
    return false;
  }
}
