/** Why an image is not warm, and what to do about it. */
export interface Failure {
  /** For programs: a word that never changes. */
  readonly cause: Cause;
  /** What happened, as the registry or AWS says it. */
  readonly message: string;
  readonly fix: string;
}

/**
 * - `not-a-reference`, `not-ecr`: found before anything was pulled
 * - `login`: the registry or AWS refused the login
 * - `repository`, `manifest`, `library`, `upstream-login`, `permission`: what the registry refused
 * - `throttled`, `unavailable`, `no-answer`: may succeed the next time
 * - `damaged`: the answer is not a manifest, or does not have the digest that the registry says
 * - `digest`, `moved`, `platform`: the tag is there, but the digest or the platform is not
 */
export type Cause =
  | "not-a-reference"
  | "not-ecr"
  | "login"
  | "repository"
  | "manifest"
  | "library"
  | "upstream-login"
  | "permission"
  | "throttled"
  | "unavailable"
  | "no-answer"
  | "refused"
  | "damaged"
  | "digest"
  | "moved"
  | "platform";

/** A pull that failed. */
export class WarmFailure extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message);
  }
}

export function fail(cause: Cause, message: string, fix: string): WarmFailure {
  return new WarmFailure({ cause, message, fix });
}
