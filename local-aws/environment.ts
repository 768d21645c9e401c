import { devNull } from "node:os";

const SERVICES = ["ECR", "SECRETS_MANAGER", "IAM", "STS", "EVENTBRIDGE", "SNS"];

/**
 * Variables that would lead a client elsewhere, and that no value makes harmless: a profile has
 * to exist. Take them out of an environment to which `localEnvironment` is added.
 */
export const misleadingVariables: readonly string[] = ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"];

/**
 * The environment in which the AWS CLI, the SDKs and Terraform's AWS provider talk to `endpoint`
 * and to nothing else: fictitious credentials, no configuration files, no instance metadata.
 */
export function localEnvironment(endpoint: string, region: string): Record<string, string> {
  // Loopback must not go through a proxy; what else goes past it stays as it is.
  const direct = [process.env.NO_PROXY ?? process.env.no_proxy, "127.0.0.1"];
  const noProxy = direct.filter(Boolean).join(",");
  return {
    AWS_ENDPOINT_URL: endpoint,
    ...Object.fromEntries(SERVICES.map((service) => [`AWS_ENDPOINT_URL_${service}`, endpoint])),
    // Told S3's own endpoint, Terraform's backend would look for the bucket's name as a host before it;
    // with the common one it puts the bucket into the path. Empty counts as not set.
    AWS_ENDPOINT_URL_S3: "",
    AWS_S3_ENDPOINT: "",
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "false",
    AWS_ACCESS_KEY_ID: "local-aws",
    AWS_SECRET_ACCESS_KEY: "local-aws",
    AWS_SESSION_TOKEN: "",
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: "true",
    NO_PROXY: noProxy,
    no_proxy: noProxy,
  };
}
