import { checkKnownName } from "../../problems/suggestion";

/**
 * What is wrong with the names of stacks that somebody typed, if anything is.
 *
 * @param app the app's entry, for the message
 * @param known the stacks that the app has
 */
export function unknownStack(
  app: string,
  names: readonly string[],
  known: readonly string[],
): string | undefined {
  const [problem] = names.flatMap((name) => checkKnownName(name, known) ?? []);
  if (!problem) return undefined;
  const { given, allowed, fix } = problem;
  return `${app} has no stack ${given}.\n  allowed: ${allowed}\n  fix: ${fix}`;
}
