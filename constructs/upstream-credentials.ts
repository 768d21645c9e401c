import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import { Fn, TerraformVariable, type TerraformVariableConfig, VariableType } from "cdktf";
import { Construct } from "constructs";
import { credentialSecretName } from "../ecr/credential-secret";
import { CREDENTIAL_MUST_BE, WRONG_CREDENTIAL_PATTERN } from "../ecr/credential-text";
import {
  adviceOnVariables,
  checkRecoveryWindow,
  checkSecretKeeping,
  isCredentialName,
} from "../ecr/credential-value";
import type { Problem } from "../problems/problem";
import { named } from "./address";
import { type FormOf, hasForm } from "./form";
import { check, checkOnce } from "./problems";
import { checkKey, checkPrefix } from "./registry-props";

export interface UpstreamCredentialsProps {
  /** The key of the upstream. Every Terraform name begins with it: `docker_cache_creds`. */
  readonly key: string;
  /** The name of the registry in the descriptions of the variables: "Docker Hub". */
  readonly title: string;
  /** The repository prefix of the cache, after which the secret is named. */
  readonly prefix: string;
  /**
   * Where the value is kept: "in-state" keeps it in Terraform's state too. "write-only" only passes it
   * to AWS: the token is in no state and no plan, and its variable is ephemeral, so that it has to be
   * set at each apply.
   * @default "in-state", as in the article
   */
  readonly value?: "in-state" | "write-only";
  /**
   * The version of a write-only value: Terraform writes the value again when this number changes.
   * @default 1
   */
  readonly version?: number;
  /**
   * Days for which a deleted secret can be restored: 0, or 7 to 30. Its name stays taken for as long, so
   * that Terraform appends a unique suffix to it: another deployment then finds a free name.
   * @default 0: it is deleted at once, and its name is `ecr-pullthroughcache/<prefix>`
   */
  readonly recoveryWindowInDays?: number;
}

/** How the secrets of a stack are kept. */
export type SecretOptions = Pick<UpstreamCredentialsProps, "value" | "recoveryWindowInDays">;

/** What each of the properties may be, for an app without a type check. */
export const SECRETS: FormOf<SecretOptions> = {
  shape: { value: checkSecretKeeping, recoveryWindowInDays: true },
  advice: (name) => (isCredentialName(name) ? adviceOnVariables("<key>") : undefined),
};

/**
 * The secret that ECR reads to log in to an upstream registry. Its value comes from two Terraform
 * variables, `<key>_cache_username` and `<key>_cache_token`.
 *
 * The KMS key cannot be chosen: ECR only reads secrets that are encrypted with `aws/secretsmanager`.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-secret.html
 */
export class UpstreamCredentials extends Construct {
  /** ARN of the secret, for the rule's `credential_arn`. */
  readonly secretArn: string;
  /** The value, which a rule has to depend on: ECR reads it when the rule is created. */
  readonly value: SecretsmanagerSecretVersion;

  constructor(scope: Construct, id: string, props: UpstreamCredentialsProps) {
    super(scope, id);
    const { title, value = "in-state", recoveryWindowInDays = 0 } = props;
    const key = checkKey(this, props.key);
    const prefix = checkPrefix(this, "prefix", props.prefix);
    hasForm(this, { value, recoveryWindowInDays }, SECRETS, "secrets");
    checkOnce(this, "secrets.recoveryWindowInDays", recoveryWindowInDays, checkRecoveryWindow);
    check(this, "credentialsVersion", props.version, () => checkVersionIsUsed(value));
    const username = this.variable(`${key}_cache_username`, {
      description: `Username for pulling images from ${title}.`,
    });
    const token = this.variable(`${key}_cache_token`, {
      description: `Access token for pulling images from ${title}.`,
      sensitive: true,
    });
    if (value === "write-only") token.addOverride("ephemeral", true);

    const name = `${key}_cache_creds`;
    const secret = named(
      name,
      new SecretsmanagerSecret(this, "secret", {
        ...secretNaming(prefix, recoveryWindowInDays),
        recoveryWindowInDays,
      }),
    );
    const json = Fn.jsonencode({
      username: username.stringValue,
      accessToken: token.stringValue,
    });
    this.secretArn = secret.arn;
    this.value = named(
      name,
      new SecretsmanagerSecretVersion(this, "value", {
        secretId: secret.id,
        ...(value === "write-only"
          ? { secretStringWo: json, secretStringWoVersion: props.version ?? 1 }
          : { secretString: json }),
        lifecycle: {
          precondition: [isCredential(`${key}_cache_username`), isCredential(`${key}_cache_token`)],
        },
      }),
    );
  }

  private variable(name: string, config: TerraformVariableConfig): TerraformVariable {
    const variable = new TerraformVariable(this, name, { type: VariableType.STRING, ...config });
    return named(name, variable);
  }
}

/**
 * A name cannot be used again within the recovery window. Terraform replaces a secret that it could not
 * read after creation, and a deployment can be destroyed and created again: with a fixed name, both
 * would fail for days. The new secret is created first, so that the rule never names a deleted one.
 */
function secretNaming(prefix: string, recoveryWindowInDays: number) {
  const name = credentialSecretName(prefix);
  if (recoveryWindowInDays === 0) return { name };
  return { namePrefix: `${name}-`, lifecycle: { createBeforeDestroy: true } };
}

function checkVersionIsUsed(value: "in-state" | "write-only"): Problem | undefined {
  if (value === "write-only") return undefined;
  return {
    allowed: 'only with secrets: { value: "write-only" }',
    fix: "leave it out: Terraform detects a changed value that is in its state",
  };
}

/**
 * A wrong value, such as a token that was read from a file with its line end, would be stored, and only
 * the first pull would fail.
 *
 * This is a precondition of the resource and not a validation of the variable: when a validation fails,
 * Terraform prints the value, even of a sensitive variable.
 */
function isCredential(variable: string) {
  const pattern = JSON.stringify(WRONG_CREDENTIAL_PATTERN);
  return {
    condition: `\${!can(regex(${pattern}, var.${variable}))}`,
    errorMessage: `The variable ${variable} ${CREDENTIAL_MUST_BE}.`,
  };
}
