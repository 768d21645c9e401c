import type { PlannedChange, ValueChange } from "./planned-changes";

/**
 * The differences between a plan and the reviewed one, one line for each. A plan that would only do
 * what a partly failed apply left to do has none.
 */
export function unreviewed(
  reviewed: readonly PlannedChange[],
  planned: readonly PlannedChange[],
): string[] {
  return planned.flatMap((change) => {
    const known = counterpart(reviewed, change);
    return known ? beyond(known, change) : [`${change.address}: ${verb(change)}, not reviewed`];
  });
}

/** Describes the change of an address: "would be replaced". */
export function verb({ actions, deposed }: PlannedChange): string {
  if (deposed !== undefined) return "the object left over from a replacement would be destroyed";
  const has = (action: string) => actions.some((one) => one === action);
  if (has("create") && has("delete")) return "would be replaced";
  if (has("create")) return "would be created";
  if (has("delete")) return "would be destroyed";
  if (has("forget")) return "would be forgotten by Terraform and kept in AWS";
  if (has("import")) return has("update") ? "would be imported and changed" : "would be imported";
  return has("update") ? "would be changed" : "would be moved";
}

/** The object that a half-finished replacement leaves over belongs to that replacement. */
function counterpart(
  reviewed: readonly PlannedChange[],
  { address, deposed }: PlannedChange,
): PlannedChange | undefined {
  const same = reviewed.filter((change) => change.address === address);
  return same.find((change) => change.deposed === deposed) ?? same.find(isReplacement);
}

function isReplacement({ actions }: PlannedChange): boolean {
  return actions.includes("create") && actions.includes("delete");
}

function beyond(reviewed: PlannedChange, planned: PlannedChange): string[] {
  if (planned.actions.some((action) => !reviewed.actions.includes(action))) {
    return [`${planned.address}: ${verb(planned)}; the review said: ${verb(reviewed)}`];
  }
  return Object.entries(planned.values)
    .filter(([path, value]) => !covers(reviewed, planned, path, value))
    .map(([path]) => `${planned.address}: ${path || "the value"} is not as it was reviewed`);
}

function covers(
  { values }: PlannedChange,
  { actions }: PlannedChange,
  path: string,
  { from, to }: ValueChange,
): boolean {
  // One half of a replacement may be left to do: there is nothing before it, or nothing after it.
  const onlyMade = actions.includes("create") && !actions.includes("delete");
  const onlyRemoved = actions.includes("delete") && !actions.includes("create");
  const sameBefore = onlyMade || from === values[path]?.from;
  const sameAfter = onlyRemoved || to === values[path]?.to || wasUnknown(values, path);
  return sameBefore && sameAfter;
}

/** Whether this value, or one that contains it, was unknown in the reviewed plan. */
function wasUnknown(values: PlannedChange["values"], path: string): boolean {
  const steps = path.split("/");
  const wholes = ["", ...steps.map((_, index) => steps.slice(0, index + 1).join("/"))];
  return wholes.some((whole) => values[whole]?.to === "unknown");
}
