import { explainAwsError, isAnswer } from "../aws/aws-failure";
import { documentation } from "../documentation";
import type { Repair } from "./repair";

/**
 * How bad it is: an error breaks pulls; a warning breaks some, or costs money; what is unknown could
 * not be looked at; a note is good to know and no fault.
 */
export type Severity = "error" | "warning" | "unknown" | "note";

/** Every code that there is, with its usual severity. They are an interface: none is ever renamed. */
export const CODES = {
  "rule-missing": "error",
  "rule-upstream": "error",
  "login-rejected": "error",
  "secret-misplaced": "error",
  "secret-missing": "error",
  "secret-deleted": "error",
  "secret-key": "error",
  "secret-empty": "error",
  "secret-shape": "error",
  "secret-not-read": "note",
  "secret-rotated": "warning",
  "policy-missing": "error",
  "policy-scope": "error",
  "policy-too-little": "warning",
  "settings-of-others": "warning",
  "template-missing": "warning",
  "template-role-needed": "error",
  "role-missing": "error",
  "role-trust": "error",
  "principal-missing": "error",
  "principal-permission": "error",
  "principal-condition": "unknown",
  "principal-elsewhere": "unknown",
  "principal-by-policy": "note",
  "image-elsewhere": "error",
  "image-uncached": "error",
  "image-library": "error",
  "image-digest": "note",
  "lifecycle-missing": "warning",
  "lifecycle-root": "note",
  "not-looked-at": "unknown",
} as const satisfies Readonly<Record<string, Severity>>;

export type Code = keyof typeof CODES;

/** One thing that breaks a pull, or will. It never holds a secret value. */
export interface Finding {
  readonly code: Code;
  readonly severity: Severity;
  /** What it is about: `rule docker-hub`, `repository docker-hub/library/nginx`, an ARN. */
  readonly where: string;
  readonly cause: string;
  /** Commands, or lines of `main.ts`. */
  readonly fix?: string;
  /** What `--fix` does about it. */
  readonly repair?: Repair;
}

export type Details = Omit<Finding, "code" | "severity"> & Partial<Pick<Finding, "severity">>;

export function finding(code: Code, details: Details): Finding {
  return { code, severity: CODES[code], ...details };
}

/**
 * What a look at one thing finds; or, where AWS refuses the look or does not answer, that. Any other
 * error is a bug, and ends the command.
 */
export async function lookedAt(
  where: string,
  look: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await look();
  } catch (error) {
    return [finding("not-looked-at", { where, ...failedLook(error) })];
  }
}

const ALLOW = `allow whoever runs this what ${documentation("doctor")} lists under permissions`;

/**
 * Why AWS could not be looked at.
 *
 * @throws the error itself, where it is not AWS's or the network's
 */
export function failedLook(error: unknown): { readonly cause: string; readonly fix: string } {
  const explanation = explainAwsError(error);
  if (explanation && explanation.kind !== "permission") {
    return { cause: explanation.what, fix: explanation.fix };
  }
  if (!isAnswer(error)) throw error;
  return { cause: `${error.name}: ${error.message}`, fix: ALLOW };
}
