import { Testing } from "cdktf";
import { expect, it } from "vitest";
import type { PullThroughCacheStackProps } from "../../stacks/properties/pull-through-cache";
import { PullThroughCacheStack } from "../../stacks/pull-through-cache-stack";
import { problemsOf } from "../../stacks/synthesize";

/** What no message may show, wherever in the properties it was written. */
export const TOKEN = "dckr_pat_0123456789";

/** What to do about a value that was given, and is undefined. */
export const GIVE = "give it a value; if it comes from process.env, set that environment variable";

/** A sentence that follows "refuses", the properties, and all that is said about them. */
export type WrongInput = readonly [
  sentence: string,
  props: unknown,
  ...messages: (readonly [at: string, allowed: string, fix: string])[],
];

/** Properties of a stack, without the types that would refuse most of what is wrong. */
export function build(app: ReturnType<typeof Testing.app>, id: string, props: unknown): void {
  new PullThroughCacheStack(app, id, props as PullThroughCacheStackProps);
}

/** Tests that stacks in eu-west-1 with these properties say exactly this. */
export function itRefuses(rows: readonly WrongInput[]): void {
  const cases = rows.map(
    ([sentence, props, ...messages]) => [sentence, { props, messages }] as const,
  );
  it.each(cases)("refuses %s", (_sentence, { props, messages }) => {
    const app = Testing.app();
    build(app, "cache", { region: "eu-west-1", ...(props as object) });
    const problems = problemsOf(app);
    expect(problems).toEqual(messages.map(printed));
    expect(problems.join("\n")).not.toContain(TOKEN);
  });
}

/** A message as it is printed. */
export function printed([at, allowed, fix]: readonly [string, string, string]): string {
  return `${at}\n  allowed: ${allowed}\n  fix: ${fix}`;
}
