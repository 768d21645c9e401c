import { existsSync } from "node:fs";
import { join } from "node:path";
import type { SynthesizedStack } from "../terraform/synthesized-stack";
import { terraform } from "../terraform/terraform-cli";

/**
 * The addresses in a stack's state, where Terraform was initialized in the stack's folder. Where it
 * was not, they are imported again, which changes nothing: Terraform passes over an import block
 * whose address is in the state.
 */
export async function managedAddresses({ folder }: SynthesizedStack): Promise<ReadonlySet<string>> {
  if (!existsSync(join(folder, ".terraform"))) return new Set();
  const { code, stdout } = await terraform(folder, process.env, "state", "list");
  return new Set(code === 0 ? stdout.trim().split("\n") : []);
}
