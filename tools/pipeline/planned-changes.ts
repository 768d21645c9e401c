import { sha256 } from "./configuration-digest";

/** The actions of Terraform, and two more: Terraform reports imports and moves in other ways. */
export type Action = "create" | "update" | "delete" | "forget" | "import" | "move";

/** The change of one value, as digests, so that a record is not a copy of the state. */
export interface ValueChange {
  /** The value before; absent where there was none. */
  readonly from?: string;
  /** The value afterwards; absent where there is none, "unknown" where it is known only after apply. */
  readonly to?: string;
}

/** The planned change of one address. */
export interface PlannedChange {
  /** The address, such as `aws_ecr_pull_through_cache_rule.docker` or `output.ecr_cache_prefix`. */
  readonly address: string;
  /** The deposed key, for an object that is left over from a replacement. */
  readonly deposed?: string;
  readonly actions: readonly Action[];
  /**
   * The values by their path (`rule/0/priority`): for an update, those that change, otherwise all.
   * Sensitive values are left out, because the digest of a short secret can be guessed.
   */
  readonly values: Readonly<Record<string, ValueChange>>;
}

interface Change {
  readonly actions: readonly string[];
  readonly before?: unknown;
  readonly after?: unknown;
  readonly after_unknown?: unknown;
  readonly before_sensitive?: unknown;
  readonly after_sensitive?: unknown;
  readonly importing?: unknown;
}

interface ResourceChange {
  readonly address: string;
  readonly previous_address?: string;
  readonly deposed?: string;
  readonly change: Change;
}

/**
 * The members of the output of `terraform show -json` that are used here.
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
 */
export interface PlanJson {
  readonly terraform_version: string;
  readonly resource_changes?: readonly ResourceChange[];
  readonly resource_drift?: readonly ResourceChange[];
  readonly output_changes?: Readonly<Record<string, Change>>;
}

/** All changes of a plan, by address. Reading a data source is not a change. */
export function plannedChanges(plan: PlanJson): PlannedChange[] {
  const resources = (plan.resource_changes ?? []).map(
    ({ address, deposed, previous_address, change }): PlannedChange => ({
      address,
      ...(deposed !== undefined && { deposed }),
      actions: [
        ...(change.importing ? (["import"] as const) : []),
        ...(previous_address ? (["move"] as const) : []),
        ...actionsOf(change),
      ],
      values: valuesOf(change),
    }),
  );
  return [...resources, ...outputChanges(plan)]
    .filter(({ actions }) => actions.length > 0)
    .sort((a, b) => (a.address < b.address ? -1 : 1));
}

function outputChanges({ output_changes = {} }: PlanJson): PlannedChange[] {
  return Object.entries(output_changes).map(([name, change]) => ({
    address: `output.${name}`,
    actions: actionsOf(change),
    values: valuesOf(change),
  }));
}

/** The addresses that were changed outside of Terraform, with the actions: "update", "delete". */
export function changesOutside(plan: PlanJson): { address: string; actions: readonly string[] }[] {
  return (plan.resource_drift ?? []).map(({ address, change }) => ({
    address,
    actions: change.actions,
  }));
}

function actionsOf({ actions }: Change): Action[] {
  return actions.filter((action) => action !== "no-op" && action !== "read") as Action[];
}

function valuesOf(change: Change): Record<string, ValueChange> {
  const from = new Map<string, string>();
  const to = new Map<string, string>();
  collect(change.before, undefined, change.before_sensitive, [], from);
  collect(change.after, change.after_unknown, change.after_sensitive, [], to);
  const onlyChanged = change.actions.join() === "update" || change.actions.join() === "no-op";
  const paths = [...new Set([...from.keys(), ...to.keys()])].sort();
  return Object.fromEntries(
    paths
      .map((path): [string, ValueChange] => [path, valueChange(from.get(path), to.get(path))])
      .filter(([, value]) => !onlyChanged || value.from !== value.to),
  );
}

function valueChange(from: string | undefined, to: string | undefined): ValueChange {
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

/** Walks three trees of the same shape: the values, which are unknown, and which are sensitive. */
function collect(
  value: unknown,
  unknown: unknown,
  sensitive: unknown,
  path: readonly string[],
  found: Map<string, string>,
): void {
  if (sensitive === true) return;
  if (unknown === true) {
    found.set(path.join("/"), "unknown");
    return;
  }
  const keys = new Set([...keysOf(value), ...keysOf(unknown)]);
  for (const key of keys) {
    collect(at(value, key), at(unknown, key), at(sensitive, key), [...path, key], found);
  }
  if (keys.size > 0 || value === null || value === undefined) return;
  found.set(path.join("/"), sha256(JSON.stringify(value)));
}

function keysOf(value: unknown): string[] {
  return value !== null && typeof value === "object" ? Object.keys(value) : [];
}

function at(value: unknown, key: string): unknown {
  return value !== null && typeof value === "object"
    ? (value as Record<string, unknown>)[key]
    : undefined;
}
