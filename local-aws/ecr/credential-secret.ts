import { parseArn } from "../arn";
import { AwsError } from "../aws-error";
import type { CallContext } from "../operation";
import type { Secret } from "../secrets-manager/secret";
import { secretStores } from "../secrets-manager/secret-store";
import { string } from "../shape";
import { globalSlot } from "../state";
import { ecrSettings } from "./settings";

export const credentialArn = string({
  min: 50,
  max: 612,
  pattern:
    /^arn:aws(-\w+)*:secretsmanager:[a-zA-Z0-9-:]+:secret:ecr-pullthroughcache\/[a-zA-Z0-9/_+=.@-]+$/,
});

/** How many times Amazon ECR looked for each secret that it can be told not to find at first. */
const reads = globalSlot(() => new WeakMap<Secret, number>());

/** Refuses a secret that Amazon ECR cannot read for a rule of the caller's registry. */
export function checkCredentialSecret(arn: string, call: CallContext): void {
  const secret = credentialSecret(arn, call);
  if (!secret) throw secretNotFound();
  if (isHidden(secret, call)) throw secretNotFound("Amazon ECR does not find the new secret yet");
  if (secret.hasCustomerManagedKey()) {
    throw new AwsError(
      "UnableToDecryptSecretValueException",
      "The secret is accessible but is unable to be decrypted. " +
        "Verify the resource permissions and try again.",
      { reason: "the secret is encrypted under a customer managed key" },
    );
  }
  if (call.state.get(ecrSettings).requireSecretValue && !secret.versionAt("AWSCURRENT")) {
    throw new AwsError(
      "UnableToAccessSecretException",
      "The secret is unable to be accessed. Verify the resource permissions for the secret and try again.",
      { reason: "the secret has no AWSCURRENT value" },
    );
  }
}

function isHidden(secret: Secret, { state }: CallContext): boolean {
  const before = state.get(reads).get(secret) ?? 0;
  state.get(reads).set(secret, before + 1);
  return before < state.get(ecrSettings).hiddenSecretReads;
}

function secretNotFound(reason?: string): AwsError {
  return new AwsError(
    "SecretNotFoundException",
    "The ARN of the secret specified in the pull through cache rule was not found. " +
      "Update the secret ARN with a valid one and try again.",
    { reason },
  );
}

/** Why the value of a secret cannot be used to log in, or `undefined` when it can. */
export function credentialFailure(arn: string, call: CallContext): string | undefined {
  const secret = credentialSecret(arn, call);
  if (!secret) return "The secret of the pull through cache rule was not found.";
  const value = secret.versionAt("AWSCURRENT")?.value;
  if (!value) return "The secret of the pull through cache rule has no value.";
  const login = parse(value.text);
  const complete = ["username", "accessToken"].every((key) => {
    const part = login?.[key];
    return typeof part === "string" && part !== "";
  });
  if (!complete) {
    return "The secret value is not a JSON object with a username and an accessToken.";
  }
  const { rejectedTokens } = call.state.get(ecrSettings);
  if (!rejectedTokens.includes(String(login?.["accessToken"]))) return undefined;
  return "The authentication to the upstream registry failed.";
}

/** Ignores secrets of another account or Region, and secrets scheduled for deletion. */
function credentialSecret(arn: string, call: CallContext): Secret | undefined {
  const { accountId, region } = parseArn(arn) ?? {};
  if (accountId !== call.accountId || region !== call.region) return undefined;
  const secret = call.state.get(secretStores, { accountId, region }).find(arn);
  return secret?.deletionDate === undefined ? secret : undefined;
}

function parse(text: string | undefined): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? "");
    return typeof value === "object" && value !== null
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
