import type { PlannedChange } from "./planned-changes";

/** How long to wait before each of the further attempts, in milliseconds. */
export const PAUSES: readonly number[] = [10_000, 20_000, 40_000];

/**
 * Whether an apply failed only because ECR did not find the secret of a rule, and the reviewed plan
 * makes that secret: right after a secret was created, ECR may not find it yet, and the AWS provider
 * does not try again.
 *
 * @param said what Terraform said when it failed
 */
export function isSecretNotFoundYet(said: string, reviewed: readonly PlannedChange[]): boolean {
  const errors = said.split(/^.*\bError: /m).slice(1);
  return (
    errors.length > 0 &&
    errors.every((error) => error.includes("SecretNotFoundException")) &&
    reviewed.some(
      ({ address, actions }) =>
        address.startsWith("aws_secretsmanager_secret.") && actions.includes("create"),
    )
  );
}
