import { AwsError } from "../aws-error";
import { invalidParameter } from "../error-format";
import type { CallContext } from "../operation";
import { checkCredentialSecret } from "./credential-secret";
import { checkCustomRole } from "./custom-role";
import { type UpstreamRegistry, unsupportedUpstream } from "./upstream-registries";

/** The service principal that assumes a rule's role. */
export const RULE_ROLE_TRUSTS = "pullthroughcache.ecr.amazonaws.com";

interface Login {
  readonly upstreamRegistryUrl: string;
  readonly credentialArn?: string | undefined;
  readonly customRoleArn?: string | undefined;
}

/** Refuses a login that is missing, unusable, or of the wrong kind for the upstream registry. */
export function checkLogin(upstream: UpstreamRegistry, login: Login, call: CallContext): void {
  const { credentialArn, customRoleArn } = login;
  if (upstream.login === "secret" && credentialArn === undefined) {
    throw unsupportedUpstream(
      "The specified upstream registry requires authentication. Specify a valid Secrets Manager ARN",
    );
  }
  if (upstream.login !== "secret" && credentialArn !== undefined) {
    throw invalidParameter(
      "credentialArn",
      `must not be specified for the upstream registry ${upstream.name}`,
    );
  }
  if (upstream.login !== "role" && customRoleArn !== undefined) {
    throw invalidParameter(
      "customRoleArn",
      `must not be specified for the upstream registry ${upstream.name}`,
    );
  }
  const otherAccount = !login.upstreamRegistryUrl.startsWith(`${call.accountId}.`);
  if (upstream.login === "role" && otherAccount && customRoleArn === undefined) {
    throw invalidParameter(
      "customRoleArn",
      "must be specified when the upstream registry is in another account",
    );
  }
  if (credentialArn !== undefined) checkCredentialSecret(credentialArn, call);
  if (customRoleArn !== undefined) checkCustomRole(customRoleArn, RULE_ROLE_TRUSTS, call);
}

/** Pull through cache rules are not available in the China and AWS GovCloud (US) Regions. */
export function checkPullThroughRegion(region: string): void {
  if (!/^(cn|us-gov)-/.test(region)) return;
  throw new AwsError(
    "ValidationException",
    `Pull through cache rules are not supported in the Region ${region}`,
  );
}
