import { withoutCredentials } from "./credentials";

/**
 * One thing that is wrong with one value, in the words that a user needs to correct it.
 *
 * Every rule returns one of these instead of throwing, so that the caller can collect the problems of
 * a whole app and show them together.
 */
export interface Problem {
  /** The value as it was given, ready to print. Left out where it could be a secret. */
  readonly given?: string;
  /** What AWS, or this project, accepts instead. */
  readonly allowed: string;
  /** What to do about it: one instruction. */
  readonly fix: string;
}

/** A rule about a value: returns what is wrong with it, or nothing when it can be used. */
export type Rule<T> = (value: T) => Problem | undefined;

/** A value as a problem shows it: quoted, on one line, cut after 80 characters, with no password of a URL. */
export function shown(value: unknown): string {
  const text = withoutCredentials(textOf(value));
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function textOf(value: unknown): string {
  if (value === undefined || typeof value === "number" || typeof value === "bigint") {
    return String(value); // JSON has no NaN.
  }
  try {
    return JSON.stringify(value) ?? `a ${typeof value}`;
  } catch {
    return "an object that contains itself, or that JSON cannot express";
  }
}
