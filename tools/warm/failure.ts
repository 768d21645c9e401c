/** Why an image is not warm, and what to do about it. */
export interface Failure {
  /** For machines: one word that stays. */
  readonly cause: Cause;
  /** What happened, in the words of whoever said it. */
  readonly message: string;
  readonly fix: string;
}

/**
 * - `not-a-reference`, `not-ecr`: found before anything was pulled
 * - `login`: there is no login to the registry
 * - `repository`, `manifest`, `library`, `upstream-login`, `permission`: what the registry refused
 * - `throttled`, `unavailable`, `no-answer`: what may have passed the next time
 * - `damaged`: the answer is no manifest, or another one than the registry says
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

/** A pull that came to nothing. */
export class WarmFailure extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message);
  }
}

export function fail(cause: Cause, message: string, fix: string): WarmFailure {
  return new WarmFailure({ cause, message, fix });
}
