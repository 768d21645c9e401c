import { devNull } from "node:os";

const SERVICES = ["ECR", "SECRETS_MANAGER", "IAM", "STS", "EVENTBRIDGE", "SNS"];

/**
 * Variables that would direct a client elsewhere and that no value neutralizes, because a profile
 * has to exist. Remove them from an environment to which `localEnvironment` is added.
 */
export const misleadingVariables: readonly string[] = ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"];

/**
 * The environment in which the AWS CLI, the SDKs and Terraform's AWS provider talk to `endpoint`
 * and to nothing else: fictitious credentials, no configuration files, no instance metadata.
 */
export function localEnvironment(endpoint: string, region: string): Record<string, string> {
  // Loopback must bypass a proxy; other exceptions from the proxy are kept.
  const direct = [process.env.NO_PROXY ?? process.env.no_proxy, "127.0.0.1"];
  const noProxy = direct.filter(Boolean).join(",");
  return {
    AWS_ENDPOINT_URL: endpoint,
    ...Object.fromEntries(SERVICES.map((service) => [`AWS_ENDPOINT_URL_${service}`, endpoint])),
    // With a separate endpoint for S3, Terraform's backend would put the bucket into the host name;
    // with the common one it puts the bucket into the path. An empty value counts as not set.
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
