import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import { Fn, TerraformVariable, VariableType } from "cdktf";
import { Construct } from "constructs";
import { credentialSecretName } from "../ecr/credential-secret";
import { named } from "./address";

export interface UpstreamCredentialsProps {
  /** The upstream's key; it begins the name of every address: `docker` gives `docker_cache_creds`. */
  readonly key: string;
  /** What people call the registry, for the descriptions of the variables: "Docker Hub". */
  readonly title: string;
  /** The repository prefix of the cache; the secret is named after it. */
  readonly prefix: string;
}

/**
 * The secret that ECR reads to log in to an upstream registry. Its value comes from two Terraform
 * variables, `<key>_cache_username` and `<key>_cache_token`, and so it is in Terraform's state.
 *
 * There is no choice of a KMS key: ECR can only read secrets that are encrypted with the key
 * `aws/secretsmanager`.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-secret.html
 */
export class UpstreamCredentials extends Construct {
  /** ARN of the secret, for the rule's `credential_arn`. */
  readonly secretArn: string;
  /** What a rule must wait for: ECR reads the secret's value when the rule is created. */
  readonly value: SecretsmanagerSecretVersion;

  constructor(scope: Construct, id: string, props: UpstreamCredentialsProps) {
    super(scope, id);
    const { key, title } = props;
    const username = named(
      `${key}_cache_username`,
      new TerraformVariable(this, "username", {
        type: VariableType.STRING,
        description: `Username for pulling images from ${title}.`,
      }),
    );
    const token = named(
      `${key}_cache_token`,
      new TerraformVariable(this, "token", {
        type: VariableType.STRING,
        description: `Access token for pulling images from ${title}.`,
        sensitive: true,
      }),
    );
    const name = `${key}_cache_creds`;
    const secret = named(
      name,
      new SecretsmanagerSecret(this, "secret", {
        name: credentialSecretName(props.prefix),
        recoveryWindowInDays: 0,
      }),
    );
    this.secretArn = secret.arn;
    this.value = named(
      name,
      new SecretsmanagerSecretVersion(this, "value", {
        secretId: secret.id,
        secretString: Fn.jsonencode({
          username: username.stringValue,
          accessToken: token.stringValue,
        }),
        lifecycle: {
          precondition: [whole(`${key}_cache_username`), whole(`${key}_cache_token`)],
        },
      }),
    );
  }
}

/**
 * A value with blanks around it, such as a token that was read from a file with its line end, would
 * be stored, and only the first pull would fail.
 *
 * This is a precondition of the resource and not a validation of the variable, because Terraform
 * shows the value when a validation fails, even that of a sensitive variable.
 */
function whole(variable: string) {
  return {
    condition: `\${var.${variable} != "" && trimspace(var.${variable}) == var.${variable}}`,
    errorMessage: `The variable ${variable} must not be empty, and must not begin or end with blanks or a line end.`,
  };
}
