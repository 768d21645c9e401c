/**
 * One thing that is wrong with one value, in the words that a user needs to put it right.
 *
 * Every rule of this room answers with one of these instead of throwing, so that whoever asks can
 * collect the problems of a whole app and show them together.
 */
export interface Problem {
  /** The value as it was given, ready to print. Left out where printing it could show a secret. */
  readonly given?: string;
  /** What AWS, or this project, accepts in its place. */
  readonly allowed: string;
  /** What to do about it: one sentence that can be followed. */
  readonly fix: string;
}

/** A rule about a value: says what is wrong with it, or nothing when it may be used. */
export type Rule<T> = (value: T) => Problem | undefined;

/** A value as it is shown in a problem: quoted, on one line, and never longer than a line. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
