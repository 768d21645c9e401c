import { UserError } from "../cli/user-error";
import { chosenStacks } from "../terraform/chosen-stacks";
import type { SynthesizedStack } from "../terraform/synthesized-stack";
import type { CommandLine } from "./command-line";

/**
 * The stacks to import.
 *
 * @param outdir where CDKTF writes to, and Terraform runs
 * @throws UserError when there is no such app or stack, the app does not synthesize, or several are
 *   to be printed
 */
export async function importedStacks(
  { app, stacks, print }: CommandLine,
  outdir: string,
): Promise<SynthesizedStack[]> {
  const chosen = await chosenStacks(app, stacks, outdir);
  if (print && chosen.length > 1) {
    const names = chosen.map(({ name }) => name).join(", ");
    throw new UserError(`--print prints one stack; this app has ${names}. Name one of them.`);
  }
  return chosen;
}
