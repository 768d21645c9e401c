import * as ecr from "@aws-sdk/client-ecr";
import * as events from "@aws-sdk/client-eventbridge";
import * as iam from "@aws-sdk/client-iam";
import * as s3 from "@aws-sdk/client-s3";
import * as secretsmanager from "@aws-sdk/client-secrets-manager";
import * as sns from "@aws-sdk/client-sns";
import * as sts from "@aws-sdk/client-sts";

/** The SDK's clients, by the names of the services. */
const clients: Readonly<Record<string, object>> = {
  ...{ ecr, secretsmanager, iam, sts, events, sns, s3 },
};

/** A shape of AWS's API model, as the SDK has it. */
export type SdkShape =
  | { readonly kind: "string" | "number" | "boolean" | "blob" | "timestamp" }
  | { readonly kind: "list" | "map"; readonly element: SdkMember }
  | {
      readonly kind: "structure";
      readonly members: ReadonlyMap<string, SdkMember>;
      readonly traits: Traits;
    };

export interface SdkMember {
  readonly required: boolean;
  readonly traits: Traits;
  /** A function, because some shapes contain themselves. */
  readonly shape: () => SdkShape;
}

/** What the SDK notes about a shape besides its type, as far as it is compared here. */
export interface Traits {
  readonly httpHeader?: string;
  readonly httpQuery?: string;
  readonly httpPayload?: number;
  readonly xmlName?: string;
  readonly xmlFlattened?: number;
}

export interface SdkOperation {
  /** Method, path with query, and status. Only REST protocols have it. */
  readonly http?: readonly [method: string, uri: string, status: number];
  readonly input: SdkShape & { kind: "structure" };
  readonly output: SdkShape & { kind: "structure" };
}

/**
 * An operation as the client of its service describes it, or `undefined` where AWS has none of this
 * name.
 *
 * @see https://github.com/smithy-lang/smithy-typescript, packages/types/src/schema
 */
export function sdkOperation(service: string, operation: string): SdkOperation | undefined {
  const exported = (clients[service] as Record<string, unknown>)[`${operation}$`];
  if (!Array.isArray(exported) || exported[0] !== OPERATION) return undefined;
  const [, , , traits, input, output] = exported;
  return { ...traits, input: structureOf(input), output: structureOf(output) };
}

/** The first element of a schema says what it describes. */
const [SIMPLE, LIST, MAP, OPERATION] = [0, 1, 2, 9];
/** These bits of a number make a list or a map of the type that the other bits stand for. */
const [LIST_OF, MAP_OF] = [0b0100_0000, 0b1000_0000];
const PAYLOAD = 0b0001_0000;
const TYPES: Readonly<Record<number, "string" | "number" | "boolean" | "blob" | "timestamp">> = {
  0: "string",
  1: "number",
  2: "boolean",
  4: "timestamp",
  5: "timestamp",
  6: "timestamp",
  7: "timestamp",
  21: "blob",
  42: "blob",
};

function shapeOf(reference: unknown): SdkShape {
  if (typeof reference === "function") return shapeOf(reference());
  if (reference === "unit") return { kind: "structure", members: new Map(), traits: {} };
  if (typeof reference === "number") return shapeOfType(reference);
  if (!Array.isArray(reference)) throw new Error(`the SDK has a schema ${String(reference)}`);
  // Two elements are a shape with traits, five and more a shape with a name.
  if (reference.length === 2) return shapeOf(reference[0]);
  const [kind, , , traits, first, second, required = 0] = reference;
  if (kind === SIMPLE) return shapeOf(first);
  if (kind === LIST) return { kind: "list", element: memberOf(first, false) };
  if (kind === MAP) return { kind: "map", element: memberOf(second, false) };
  const members = (first as string[]).map((name, index): [string, SdkMember] => [
    name,
    memberOf((second as unknown[])[index], index < required),
  ]);
  return { kind: "structure", members: new Map(members), traits: named(traits) };
}

function shapeOfType(type: number): SdkShape {
  const ofWhat = type & ~(LIST_OF | MAP_OF);
  if (type & LIST_OF) return { kind: "list", element: memberOf(ofWhat, false) };
  if (type & MAP_OF) return { kind: "map", element: memberOf(ofWhat, false) };
  const kind = TYPES[type];
  if (kind === undefined) throw new Error(`the SDK has a type ${type}`);
  return { kind };
}

function memberOf(reference: unknown, required: boolean): SdkMember {
  const traits =
    Array.isArray(reference) && reference.length === 2 ? named(reference[1]) : named(undefined);
  return { required, traits, shape: () => shapeOf(reference) };
}

/** Traits without a value come as the bits of a number when there is no trait with one. */
function named(traits: unknown): Traits {
  if (typeof traits === "number") return traits & PAYLOAD ? { httpPayload: 1 } : {};
  return typeof traits === "object" && traits !== null ? traits : {};
}

function structureOf(reference: unknown): SdkOperation["input"] {
  const shape = shapeOf(reference);
  if (shape.kind === "structure") return shape;
  throw new Error(`the SDK has an operation whose input or output is a ${shape.kind}`);
}
