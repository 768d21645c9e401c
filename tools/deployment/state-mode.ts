import { chmodSync, existsSync } from "node:fs";
import type { SynthesizedStack } from "../terraform/synthesized-stack";
import { localStateFile } from "./state-reader";

/**
 * Takes from others the right to read a local state and its backup, which may have tokens in them.
 * Terraform makes them as the umask says, and keeps the mode of those that exist.
 */
export function restrictLocalState(stack: SynthesizedStack): void {
  if (!("local" in (stack.json.terraform.backend ?? {}))) return;
  const state = localStateFile(stack);
  for (const file of [state, `${state}.backup`]) {
    if (existsSync(file)) chmodSync(file, 0o600);
  }
}
