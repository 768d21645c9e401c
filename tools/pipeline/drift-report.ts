import type { PlannedChange } from "./planned-changes";
import { verb } from "./review";

/** The differences between a stack and its configuration. */
export interface DriftedStack {
  readonly stack: string;
  /** The changes that an apply would make. */
  readonly changes: readonly PlannedChange[];
  /** The changes that were made outside of Terraform, as far as Terraform can tell. */
  readonly outside: readonly { readonly address: string; readonly actions: readonly string[] }[];
}

/** Whether an apply would change anything. */
export function hasDrift(stacks: readonly DriftedStack[]): boolean {
  return stacks.some(({ changes }) => changes.length > 0);
}

/** The text of the issue: what differs, and what to do. */
export function driftReport(stacks: readonly DriftedStack[]): string {
  if (!hasDrift(stacks)) {
    const names = stacks.map(({ stack }) => `\`${stack}\``).join(", ");
    return `No drift: everything is as configured (${names}).\n`;
  }
  const drifted = stacks.filter(({ changes }) => changes.length > 0);
  return `${["The resources in AWS differ from the configuration on the main branch.", ...drifted.map(section), WHAT_TO_DO].join("\n\n")}\n`;
}

const WHAT_TO_DO = `### What to do

- **The change was a mistake:** have the pipeline apply the main branch again, after a review of its plan.
- **The change is wanted:** write it into the configuration, and open a pull request; its plan then shows no change.
- **It was never applied:** look at the last run of the apply job.

This issue is updated by the next run, and closed when there is no drift.`;

function section({ stack, changes, outside }: DriftedStack): string {
  const rows = changes.map((change) => {
    const found = outside.find(({ address }) => address === change.address);
    return `| \`${change.address}\` | ${whatHappened(found?.actions)} | ${verb(change)} | ${values(change)} |`;
  });
  return [
    `### \`${stack}\`\n`,
    "| address | what happened | in an apply | values |",
    "| --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}

function whatHappened(actions: readonly string[] | undefined): string {
  if (!actions) return "changed in the configuration, or as a consequence";
  return actions.includes("delete")
    ? "deleted outside of Terraform"
    : "changed outside of Terraform";
}

/** Only the names of the values: the values themselves do not belong in an issue. */
function values({ actions, values: changed }: PlannedChange): string {
  if (!actions.includes("update")) return "";
  const names = [...new Set(Object.keys(changed).map((path) => path.split("/")[0] ?? ""))];
  return names
    .filter((name) => name !== "")
    .map((name) => `\`${name}\``)
    .join(", ");
}
