import { resolve } from "node:path";
import { UserError } from "../cli/user-error";
import { synthesizeApp } from "./synthesize-app";
import { readSynthesizedStacks, type SynthesizedStack } from "./synthesized-stack";
import { unknownStack } from "./unknown-stack";

/**
 * Synthesizes the app, and picks the stacks that were asked for.
 *
 * @param names the stacks; none means all
 * @param outdir where CDKTF writes to
 * @throws UserError when there is no such app or stack, or the app does not synthesize
 */
export async function chosenStacks(
  app: string,
  names: readonly string[],
  outdir: string,
): Promise<SynthesizedStack[]> {
  const { code, stderr } = await synthesizeApp(app, resolve(outdir));
  if (code !== 0) throw new UserError(stderr.trim());
  const stacks = readSynthesizedStacks(resolve(outdir));
  const known = stacks.map(({ name }) => name);
  const wrong = unknownStack(app, names, known);
  if (wrong) throw new UserError(wrong);
  return names.length > 0 ? stacks.filter(({ name }) => names.includes(name)) : stacks;
}
