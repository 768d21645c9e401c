import type { PlannedChange, ValueChange } from "./planned-changes";

/**
 * What a plan would do beyond what was reviewed, a line for each; none when it would do the same, or
 * the part of it that an apply which failed in between has left to do.
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

/** Words for what would happen to an address: "would be replaced". */
export function verb({ actions, deposed }: PlannedChange): string {
  if (deposed !== undefined) return "what is left of the replaced one would be destroyed";
  const has = (action: string) => actions.some((one) => one === action);
  if (has("create") && has("delete")) return "would be replaced";
  if (has("create")) return "would be created";
  if (has("delete")) return "would be destroyed";
  if (has("forget")) return "would be forgotten by Terraform and kept in AWS";
  if (has("import")) return has("update") ? "would be imported and changed" : "would be imported";
  return has("update") ? "would be changed" : "would be moved";
}

/** What a replacement leaves over, when it fails between its two halves, is a part of it. */
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
    return [`${planned.address}: ${verb(planned)}; reviewed was: ${verb(reviewed)}`];
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
  // Of a replacement, one half may be left to do: nothing is there before, or nothing afterwards.
  const onlyMade = actions.includes("create") && !actions.includes("delete");
  const onlyRemoved = actions.includes("delete") && !actions.includes("create");
  const sameBefore = onlyMade || from === values[path]?.from;
  const sameAfter = onlyRemoved || to === values[path]?.to || wasUnknown(values, path);
  return sameBefore && sameAfter;
}

/** Whether the reviewed plan left this value, or what it is a part of, to the apply. */
function wasUnknown(values: PlannedChange["values"], path: string): boolean {
  const steps = path.split("/");
  const wholes = ["", ...steps.map((_, index) => steps.slice(0, index + 1).join("/"))];
  return wholes.some((whole) => values[whole]?.to === "unknown");
}
