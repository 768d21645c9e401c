import { join } from "node:path";
import { writeFile } from "../../atomic-file";
import type { Context } from "../context";
import { type DriftedStack, driftReport, hasDrift } from "../drift-report";
import { changesOutside } from "../planned-changes";
import type { StackTerraform } from "../stack-terraform";
import { stacksOf } from "../stacks";
import { describeCounts } from "../summary";
import { withTerraform } from "../terraform-workspace";

/**
 * Checks stacks for drift, and writes a report.
 *
 * @returns whether there is drift
 */
export async function drift(
  { stacks, out }: { stacks: readonly string[]; out: string },
  context: Context,
): Promise<boolean> {
  const synthesized = await stacksOf(stacks, context);
  const found = await withTerraform(synthesized, context, async (terraforms) => {
    const looked: DriftedStack[] = [];
    for (const terraform of terraforms) looked.push(await lookAt(terraform));
    const files = [
      ["drift.md", driftReport(looked)],
      [
        "drift.json",
        `${JSON.stringify({ drift: hasDrift(looked), stacks: looked }, undefined, 2)}\n`,
      ],
    ] as const;
    for (const { secrets } of terraforms) {
      for (const [name, text] of files) secrets.refuseIn(text, name);
    }
    for (const [name, text] of files) writeFile(join(out, name), text);
    return looked;
  });
  for (const { stack, changes } of found) {
    context.terminal.print(
      `${stack}: ${changes.length > 0 ? `drift, ${describeCounts(changes)}` : "no drift"}`,
    );
  }
  return hasDrift(found);
}

async function lookAt(terraform: StackTerraform): Promise<DriftedStack> {
  await terraform.init();
  const { json, changes } = await terraform.plan({ lock: "none" });
  return { stack: terraform.stack.name, changes, outside: changesOutside(json) };
}
