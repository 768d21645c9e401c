import { explainAwsError, isAnswer } from "../aws/aws-failure";
import { documentation } from "../documentation";
import type { Repair } from "./repair";

/**
 * How severe a finding is: an error breaks pulls; a warning breaks some pulls, or costs money;
 * "unknown" could not be checked; a note is information and not a fault.
 */
export type Severity = "error" | "warning" | "unknown" | "note";

/** All codes, with their usual severity. They are an interface: none is ever renamed. */
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

/** One problem that breaks pulls, or will. It never contains a secret value. */
export interface Finding {
  readonly code: Code;
  readonly severity: Severity;
  /** What it is about: `rule docker-hub`, `repository docker-hub/library/nginx`, an ARN. */
  readonly where: string;
  readonly cause: string;
  /** Commands, or lines of `main.ts`. */
  readonly fix?: string;
  /** The repair that `--fix` makes. */
  readonly repair?: Repair;
}

export type Details = Omit<Finding, "code" | "severity"> & Partial<Pick<Finding, "severity">>;

export function finding(code: Code, details: Details): Finding {
  return { code, severity: CODES[code], ...details };
}

/**
 * Runs a check. Where AWS refuses a call or does not answer, that becomes the finding. Any other error
 * is a bug, and ends the command.
 */
export async function findingsOf(
  where: string,
  look: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await look();
  } catch (error) {
    return [finding("not-looked-at", { where, ...explainFailure(error) })];
  }
}

const ALLOW = `allow whoever runs the doctor the actions that ${documentation("doctor")} lists under permissions`;

/**
 * Explains why a check failed.
 *
 * @throws the error itself, unless it comes from AWS or the network
 */
export function explainFailure(error: unknown): { readonly cause: string; readonly fix: string } {
  const explanation = explainAwsError(error);
  if (explanation && explanation.kind !== "permission") {
    return { cause: explanation.what, fix: explanation.fix };
  }
  if (!isAnswer(error)) throw error;
  return { cause: `${error.name}: ${error.message}`, fix: ALLOW };
}
