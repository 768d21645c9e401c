import { rmSync } from "node:fs";
import { join } from "node:path";
import { writeFile } from "../atomic-file";
import type { SynthesizedStack } from "../terraform/synthesized-stack";
import type { Finding } from "./finding";

/** Beside `cdk.tf.json`: CDKTF writes that one anew and leaves others, and Terraform reads both. */
const FILE = "import.tf.json";

/** @see https://developer.hashicorp.com/terraform/language/block/import */
export interface ImportBlock {
  readonly to: string;
  readonly id: string;
}

export function importBlocks(findings: readonly (readonly [string, Finding])[]): ImportBlock[] {
  return findings.flatMap(([to, finding]) =>
    finding.kind === "found" ? [{ to, id: finding.id }] : [],
  );
}

/** The text of a file of Terraform's JSON with import blocks. */
export function importJson(blocks: readonly ImportBlock[]): string {
  return `${JSON.stringify({ import: blocks }, null, 2)}\n`;
}

/**
 * Writes a stack's import blocks, or removes those of an earlier run when there are none: a block of
 * something that is gone fails the plan.
 *
 * @returns the file
 */
export function writeImportFile(
  { folder }: Pick<SynthesizedStack, "folder">,
  blocks: readonly ImportBlock[],
): string {
  const file = join(folder, FILE);
  if (blocks.length === 0) {
    rmSync(file, { force: true });
    return file;
  }
  writeFile(file, importJson(blocks));
  return file;
}
