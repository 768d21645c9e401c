import { Option } from "@commander-js/extra-typings";
import { checkRegion, checkRegionIsKnown } from "../../ecr/region";
import { type Rule, shown } from "../../problems/problem";
import { type ImageReference, parseImageReference } from "../../references/image-reference";
import type { Context } from "./context";
import { optionProblem } from "./usage-error";

/*
 * Parsers of option values, for commander's `argParser`. They apply the same rules as the properties in
 * main.ts, with the same error messages.
 */

/** Parses a value, and checks it with a rule. */
export function checkedBy(option: string, rule: Rule<string>): (text: string) => string {
  return (text) => {
    const problem = rule(text);
    if (problem) throw optionProblem(option, problem);
    return text;
  };
}

/** Parses the path of a file or a folder. */
export function pathOf(option: string): (text: string) => string {
  return checkedBy(option, (path) =>
    // An unset variable of a job leaves an empty value behind.
    path === ""
      ? {
          given: shown(path),
          allowed: "a path",
          fix: "write a path; check that the variable is set",
        }
      : undefined,
  );
}

/** Parses a Region, and warns of one that this version does not know. */
export function regionOf(option: string, { terminal }: Context): (text: string) => string {
  const check = checkedBy(option, checkRegion);
  return (text) => {
    const unusual = checkRegionIsKnown(check(text));
    if (unusual) terminal.warn(`warning: ${optionProblem(option, unusual).message}`);
    return text;
  };
}

/** Collects the values of an option that may be repeated. */
export function repeated<T>(
  read: (text: string) => T,
): (text: string, before: readonly T[] | undefined) => readonly T[] {
  return (text, before = []) => [...before, read(text)];
}

/** Parses a whole number between two bounds, both included. */
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
 * `--timeout`, given in seconds and parsed as milliseconds.
 *
 * @param seconds the default
 */
export function timeoutOption(seconds: number) {
  const read = wholeNumber("--timeout", 1, 3600);
  return new Option("--timeout <seconds>", "give up a request after this time")
    .argParser((text: string) => read(text) * 1000)
    .default(seconds * 1000, String(seconds));
}

/** `--app`, for commands that use the app of the project unless another one is given. */
export function appOption() {
  return new Option("--app <file>", "use this CDKTF app (default: the one in cdktf.json)");
}

/** An image reference, and the text as it was given. */
export type GivenImage = ImageReference & { readonly text: string };

/** Parses an image reference. */
export function imageReference(option: string): (text: string) => GivenImage {
  return (text) => {
    const reference = parseImageReference(text);
    if (reference) return { ...reference, text };
    throw optionProblem(option, {
      given: shown(text),
      allowed:
        "an image reference, such as 111111111111.dkr.ecr.eu-west-1.amazonaws.com/docker-hub/library/nginx:1.29",
      fix: "copy it from the manifest, with all variables replaced",
    });
  };
}
