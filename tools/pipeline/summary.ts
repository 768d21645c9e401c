import { artifactName, sha256 } from "./configuration-digest";
import { type PlanRecord, recordText } from "./plan-record";
import type { PlannedChange } from "./planned-changes";
import { verb } from "./review";

/** The plan of a stack, for the review. */
export interface PlannedStack {
  readonly record: PlanRecord;
  /** The output of `terraform show`. */
  readonly text: string;
}

/**
 * GitHub accepts comments of up to 65,536 characters; the rest is for the hidden marker by which the
 * comment is found again.
 */
export const LONGEST_SUMMARY = 65_000;

/** The list of destroyed resources must not fill the whole comment. */
const LONGEST_LIST = 50;

/**
 * One comment in Markdown about the plans of all stacks. What would be lost comes first. Hidden at its
 * end are the digests of the records: whoever looks for what was reviewed compares them.
 */
export function planSummary(stacks: readonly PlannedStack[]): string {
  const records = stacks.map(({ record }) => record);
  const head = [
    "### Terraform plan",
    ...losses(records),
    table(records),
    ...givenSettings(records),
  ].join("\n\n");
  const marks = records.map((record) => recordMark(record.stack, recordText(record))).join("\n");
  let room = LONGEST_SUMMARY - head.length - marks.length;
  const details = stacks
    .filter(({ record }) => record.changes.length > 0)
    .map((stack, index, shown) => {
      const text = planDetails(stack, Math.floor(room / (shown.length - index)));
      room -= text.length;
      return text;
    });
  return `${head}${details.join("")}\n\n${marks}\n`;
}

/** A line that is not shown: which record of a stack's plan a comment is about. */
export function recordMark(stack: string, record: string): string {
  return `<!-- record of ${stack}: ${sha256(record)} -->`;
}

/** What a comment's table says of one stack. */
function planRow({ stack, configuration, changes }: PlanRecord): string {
  const artifact = artifactName(stack, configuration);
  if (changes.length === 0) return `| \`${stack}\` | no changes | | | | \`${artifact}\` |`;
  const { add, change, destroy, import: imports } = counts(changes);
  const gone = destroy > 0 ? `**${destroy}**` : "0";
  return `| \`${stack}\` | ${add} | ${change} | ${gone} | ${imports} | \`${artifact}\` |`;
}

/** The numbers of resources to add, change, destroy and import, counted like Terraform does. */
export function counts(changes: readonly PlannedChange[]) {
  const resources = changes.filter(({ address }) => !address.startsWith("output."));
  const count = (action: PlannedChange["actions"][number]) =>
    resources.filter(({ actions }) => actions.includes(action)).length;
  return {
    add: count("create"),
    change: count("update"),
    destroy: count("delete"),
    import: count("import"),
  };
}

/** The counts in a sentence: "1 to add, 0 to change, 2 to destroy". */
export function describeCounts(changes: readonly PlannedChange[]): string {
  if (changes.length === 0) return "no changes";
  const { add, change, destroy, import: imports } = counts(changes);
  const text = `${add} to add, ${change} to change, ${destroy} to destroy`;
  if (imports > 0) return `${imports} to import, ${text}`;
  return add + change + destroy > 0 ? text : `${text} (only outputs or addresses change)`;
}

function losses(stacks: readonly PlanRecord[]): string[] {
  const lines = stacks.flatMap(({ stack, changes }) =>
    changes
      .filter(({ address }) => !address.startsWith("output."))
      .filter(({ actions }) => actions.includes("delete") || actions.includes("forget"))
      .map((change) => `> - \`${change.address}\` of \`${stack}\` ${verb(change)}`),
  );
  if (lines.length === 0) return [];
  const more = lines.length - LONGEST_LIST;
  const shown = more > 0 ? [...lines.slice(0, LONGEST_LIST), `> - and ${more} more`] : lines;
  const count = lines.length === 1 ? "1 thing goes" : `${lines.length} things go`;
  return [["> [!CAUTION]", `> **${count}, or would be replaced:**`, ...shown].join("\n")];
}

function table(records: readonly PlanRecord[]): string {
  const head = "| stack | add | change | destroy | import | record |";
  return [head, "| --- | --- | --- | --- | --- | --- |", ...records.map(planRow)].join("\n");
}

/** A setting can change what Terraform does, and is in none of the files under review. */
function givenSettings(records: readonly PlanRecord[]): string[] {
  const names = [...new Set(records.flatMap(({ settings }) => Object.keys(settings)))];
  if (names.length === 0) return [];
  return [`Terraform was also given: ${names.map((name) => `\`${name}\``).join(", ")}.`];
}

function planDetails({ record, text: whole }: PlannedStack, room: number): string {
  const text = whole.trimEnd();
  const { stack, configuration, changes } = record;
  const artifact = artifactName(stack, configuration);
  const fence = fenceFor(text);
  const before = `\n\n<details><summary><code>${stack}</code>: ${describeCounts(changes)}</summary>\n\n${fence}\n`;
  const after = `\n${fence}\n\n</details>`;
  const left = room - before.length - after.length;
  if (text.length <= left) return `${before}${text}${after}`;
  const note = `\n${fence}\n\nThe plan is truncated here, because it is too long for a comment. The whole plan is in \`plan.txt\` of the artefact \`${artifact}\`.\n\n</details>`;
  const cut = text.slice(0, Math.max(0, room - before.length - note.length));
  return `${before}${cut.slice(0, cut.lastIndexOf("\n") + 1).trimEnd()}${note}`;
}

/** A code fence that is longer than any run of backticks in the text. */
function fenceFor(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  return "`".repeat(Math.max(3, longest + 1));
}
