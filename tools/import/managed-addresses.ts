import { existsSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../cli/user-error";
import type { SynthesizedStack } from "../terraform/synthesized-stack";
import { BINARY, run } from "../terraform/terraform-cli";

/**
 * The addresses in the state of a stack, if Terraform was initialized in the stack's folder. Without
 * it, import blocks are written for all of them, which does no harm: Terraform ignores an import block
 * whose address is already in the state.
 *
 * @param signal stops Terraform
 * @throws UserError when the state cannot be read
 */
export async function managedAddresses(
  { folder }: Pick<SynthesizedStack, "folder">,
  signal?: AbortSignal,
): Promise<ReadonlySet<string>> {
  if (!existsSync(join(folder, ".terraform"))) return new Set();
  const { code, stdout, stderr } = await run(BINARY, ["state", "list"], {
    cwd: folder,
    ...(signal && { signal }),
  }).catch(({ message }: Error) => ({ code: 1, stdout: "", stderr: message }));
  signal?.throwIfAborted();
  if (code === 0) return new Set(stdout.trim().split("\n"));
  // Nothing was deployed from this folder yet.
  if (stderr.includes("No state file was found")) return new Set();
  throw new UserError(
    `\`${BINARY} state list\` failed, so it is unknown what the state already contains:\n${stderr.trim()}\n` +
      `fix: make it work in ${folder}, for example with \`${BINARY} init\`; nothing was written`,
  );
}
