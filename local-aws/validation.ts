import { AwsError, notImplemented } from "./aws-error";
import type { BlobShape, ListShape, MapShape, Shape, StringShape, StructureShape } from "./shape";

/** One way in which a request does not match its shape. */
export interface Violation {
  /** Member names and, for list elements, 1-based positions. */
  readonly path: readonly (string | number)[];
  /** The value for use in a message; `undefined` when it must not be shown. */
  readonly value: string | null | undefined;
  readonly constraint: string;
  /** Present when the constraint is a pattern. */
  readonly pattern?: string;
}

/**
 * Every violation in `value`, in the order of the shape's members.
 * @throws AwsError for a member that the shape does not have, which is never silently ignored, and
 * for a value of another type, which AWS's parsers refuse before they validate.
 */
export function violations(
  shape: Shape,
  value: unknown,
  path: Violation["path"] = [],
): Violation[] {
  switch (shape.kind) {
    case "structure":
      return inStructure(shape, value, path);
    case "list":
      return inList(shape, value, path);
    case "map":
      return inMap(shape, value, path);
    case "string":
      return inString(shape, value, path);
    case "blob":
      return inBlob(shape, value, path);
    case "integer":
      if (!Number.isInteger(value)) throw wrongType(path, "an integer");
      return bounds(shape, value as number, String(value), path, "value");
    case "boolean":
      if (typeof value !== "boolean") throw wrongType(path, "a boolean");
      return [];
  }
}

function inStructure(shape: StructureShape, value: unknown, path: Violation["path"]): Violation[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw wrongType(path, "a structure");
  }
  for (const name of Object.keys(value)) {
    if (!Object.hasOwn(shape.members, name)) {
      throw notImplemented(`the request member '${[...path, name].join(".")}'`);
    }
  }
  return Object.entries(shape.members).flatMap(([name, member]) => {
    const given = (value as Record<string, unknown>)[name];
    const at = [...path, name];
    if (given !== undefined && given !== null) return violations(member, given, at);
    if (!shape.required.includes(name)) return [];
    return [{ path: at, value: null, constraint: "Member must not be null" }];
  });
}

function inList(shape: ListShape, value: unknown, path: Violation["path"]): Violation[] {
  if (!Array.isArray(value)) throw wrongType(path, "a list");
  return [
    ...bounds(shape, value.length, `[${value.length} elements]`, path, "length"),
    ...value.flatMap((element, index) => violations(shape.element, element, [...path, index + 1])),
  ];
}

function inMap(shape: MapShape, value: unknown, path: Violation["path"]): Violation[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw wrongType(path, "a map");
  }
  const entries = Object.entries(value);
  return [
    ...bounds(shape, entries.length, `[${entries.length} entries]`, path, "length"),
    ...entries.flatMap(([key, member]) => [
      ...violations(shape.key, key, path),
      ...violations(shape.value, member, [...path, key]),
    ]),
  ];
}

function inString(shape: StringShape, value: unknown, path: Violation["path"]): Violation[] {
  if (typeof value !== "string") throw wrongType(path, "a string");
  const shown = shape.sensitive ? undefined : value;
  const found = bounds(shape, value.length, shown, path, "length");
  if (shape.pattern && !matchesWhole(shape.pattern, value)) {
    const pattern = shape.printedPattern ?? shape.pattern.source;
    const constraint = `Member must satisfy regular expression pattern: ${pattern}`;
    found.push({ path, value: shown, constraint, pattern });
  }
  if (shape.oneOf && !shape.oneOf.includes(value)) {
    const constraint = `Member must satisfy enum value set: [${shape.oneOf.join(", ")}]`;
    found.push({ path, value: shown, constraint });
  }
  return found;
}

function inBlob(shape: BlobShape, value: unknown, path: Violation["path"]): Violation[] {
  if (typeof value !== "string") throw wrongType(path, "a base64 string");
  return bounds(shape, Buffer.from(value, "base64").length, undefined, path, "length");
}

function bounds(
  { min, max }: { readonly min?: number; readonly max?: number },
  measure: number,
  value: string | undefined,
  path: Violation["path"],
  what: "length" | "value",
): Violation[] {
  const found: Violation[] = [];
  const add = (constraint: string) => found.push({ path, value, constraint });
  if (min !== undefined && measure < min)
    add(`Member must have ${what} greater than or equal to ${min}`);
  if (max !== undefined && measure > max)
    add(`Member must have ${what} less than or equal to ${max}`);
  return found;
}

function matchesWhole(pattern: RegExp, value: string): boolean {
  return new RegExp(`^(?:${pattern.source})$`, pattern.flags).test(value);
}

function wrongType(path: Violation["path"], expected: string): AwsError {
  const at = path.length === 0 ? "The request" : `'${path.join(".")}'`;
  return new AwsError("SerializationException", `${at} is not ${expected}`);
}
