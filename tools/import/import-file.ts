import { rmSync } from "node:fs";
import { join } from "node:path";
import { writeFile } from "../atomic-file";
import type { SynthesizedStack } from "../terraform/synthesized-stack";
import type { Finding } from "./finding";

/** Stands beside `cdk.tf.json`: CDKTF only replaces that file, and Terraform reads both. */
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
 * Writes the import blocks of a stack. When there are none, it removes those of an earlier run, because
 * a plan fails on an import block for something that no longer exists.
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
