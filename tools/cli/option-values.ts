import { Option } from "@commander-js/extra-typings";
import { checkRegion, checkRegionIsKnown } from "../../ecr/region";
import { type Rule, shown } from "../../problems/problem";
import { type ImageReference, parseImageReference } from "../../references/image-reference";
import type { Context } from "./context";
import { optionProblem } from "./usage-error";

/*
 * Readers of option values, for commander's `argParser`. What is wrong is said in the words of the
 * rule that a property of main.ts has, too.
 */

/** A value that a rule looks at. */
export function checkedBy(option: string, rule: Rule<string>): (text: string) => string {
  return (text) => {
    const problem = rule(text);
    if (problem) throw optionProblem(option, problem);
    return text;
  };
}

/** The path of a file or a folder. */
export function pathOf(option: string): (text: string) => string {
  return checkedBy(option, (path) =>
    // A variable of a job that is not set is an empty value.
    path === ""
      ? { given: shown(path), allowed: "a path", fix: "write one; is the variable set?" }
      : undefined,
  );
}

/** The Region of an option: one that is not known is warned of. */
export function regionOf(option: string, { terminal }: Context): (text: string) => string {
  const check = checkedBy(option, checkRegion);
  return (text) => {
    const unusual = checkRegionIsKnown(check(text));
    if (unusual) terminal.warn(`warning: ${optionProblem(option, unusual).message}`);
    return text;
  };
}

/** Several values, from an option that may be repeated. */
export function repeated<T>(
  read: (text: string) => T,
): (text: string, before: readonly T[] | undefined) => readonly T[] {
  return (text, before = []) => [...before, read(text)];
}

/** A whole number between two bounds, both of them allowed. */
export function wholeNumber(option: string, least: number, most: number): (text: string) => number {
  return (text) => {
    const number = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;
    const nearest = Number.isNaN(number) || number < least ? least : most;
    throw optionProblem(option, {
      given: shown(text),
      allowed: `a whole number from ${least} to ${most}`,
      fix: `write ${option} ${nearest}`,
    });
  };
}

/**
 * `--timeout`, in seconds, read as milliseconds.
 *
 * @param seconds the default
 */
export function timeoutOption(seconds: number) {
  const read = wholeNumber("--timeout", 1, 3600);
  return new Option("--timeout <seconds>", "for one request")
    .argParser((text: string) => read(text) * 1000)
    .default(seconds * 1000, String(seconds));
}

/** An image reference, and the text in which it was given. */
export type GivenImage = ImageReference & { readonly text: string };

/** An image reference. */
export function imageReference(option: string): (text: string) => GivenImage {
  return (text) => {
    const reference = parseImageReference(text);
    if (reference) return { ...reference, text };
    throw optionProblem(option, {
      given: shown(text),
      allowed:
        "a reference, such as 111111111111.dkr.ecr.eu-west-1.amazonaws.com/docker-hub/library/nginx:1.29",
      fix: "copy it from the manifest, with variables filled in",
    });
  };
}
