import type { PlannedChange } from "./planned-changes";
import { verb } from "./review";

/** What a stack has that is not as its configuration says. */
export interface DriftedStack {
  readonly stack: string;
  /** What an apply would change. */
  readonly changes: readonly PlannedChange[];
  /** What somebody changed without Terraform, as far as Terraform can tell. */
  readonly outside: readonly { readonly address: string; readonly actions: readonly string[] }[];
}

/** Whether anything would have to change for AWS to be as it is configured. */
export function hasDrift(stacks: readonly DriftedStack[]): boolean {
  return stacks.some(({ changes }) => changes.length > 0);
}

/** The text of an issue: what differs, and what to do. */
export function driftReport(stacks: readonly DriftedStack[]): string {
  if (!hasDrift(stacks)) {
    const names = stacks.map(({ stack }) => `\`${stack}\``).join(", ");
    return `No drift: everything is as it is configured (${names}).\n`;
  }
  const drifted = stacks.filter(({ changes }) => changes.length > 0);
  return `${["What AWS has is not what the configuration on the main branch says.", ...drifted.map(section), WHAT_TO_DO].join("\n\n")}\n`;
}

const WHAT_TO_DO = `### What to do

- **The change was a mistake:** let the pipeline apply the main branch again, after a review of its plan.
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
  if (!actions) return "configured otherwise, or a consequence";
  return actions.includes("delete")
    ? "deleted outside of Terraform"
    : "changed outside of Terraform";
}

/** The names of the values only: an issue is no place for what they are. */
function values({ actions, values: changed }: PlannedChange): string {
  if (!actions.includes("update")) return "";
  const names = [...new Set(Object.keys(changed).map((path) => path.split("/")[0] ?? ""))];
  return names
    .filter((name) => name !== "")
    .map((name) => `\`${name}\``)
    .join(", ");
}
