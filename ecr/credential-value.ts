import { type Problem, shown } from "../problems/problem";
import { checkChoice } from "../problems/suggestion";
import { checkWholeNumber } from "../problems/whole-number";

/**
 * Whether Secrets Manager can keep a deleted secret for `days` days. 0 deletes it at once; otherwise
 * its name stays taken for that long.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html
 */
export function checkRecoveryWindow(days: number): Problem | undefined {
  if (days === 0 || (Number.isInteger(days) && days >= 7 && days <= 30)) return undefined;
  return {
    given: shown(days),
    allowed: "0, or a whole number of days from 7 to 30",
    fix: "write 7 for production; 0 deletes at once, for deployments that come and go",
  };
}

/** Whether `version` can be the version of a write-only value. */
export function checkCredentialsVersion(version: number): Problem | undefined {
  const fix = "start with 1, and add 1 each time the token changes";
  return checkWholeNumber(version, "a whole number", fix);
}

/** Whether `value` says where secrets are kept. Somebody may write the secret itself, so it is not shown. */
export function checkSecretKeeping(value: unknown): Problem | undefined {
  const problem = checkChoice(value, ["in-state", "write-only"]);
  return problem && { ...problem, given: undefined };
}

/** Whether a property of this name would hold the credentials themselves, which belong in no app. */
export function isCredentialName(name: string): boolean {
  return /^(user|user_?name|login|password|pass|pat|(.+_?)?token|api_?key|access_?key)$/i.test(
    name,
  );
}

/** How an upstream's credentials are given: the fix for who wrote them into the app. */
export function adviceOnVariables(key: string): string {
  return `leave it out, and set TF_VAR_${key}_cache_username and TF_VAR_${key}_cache_token in the environment, or give the ARN of a secret as \`secretArn\``;
}
