import { type CallContext, changes, type Operation, reads } from "../operation";
import type { Infer, Members, StructureShape } from "../shape";

/** How HTTP requests identify an operation and carry its members. */
export interface RestBinding {
  readonly method: "GET" | "HEAD" | "PUT" | "DELETE";
  readonly resource: "service" | "bucket" | "object";
  /** The query parameter that identifies the operation: `versioning`, `list-type=2`. */
  readonly marker?: string;
  /** Members by the query parameters that carry them. */
  readonly query?: Readonly<Record<string, string>>;
  /** Members by the headers, in lower case, that carry them. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The member that the body carries, as bytes or as XML. */
  readonly body?: { readonly member: string; readonly as: "bytes" | "xml" };
}

/** The output of an operation. */
export interface RestOutput {
  /** @default 200 */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: Buffer | { readonly root: string; readonly content: object };
}

export interface RestOperation extends Operation {
  readonly http: RestBinding;
}

export type RestOperations = Readonly<Record<string, RestOperation>>;

type Handler<M extends Members, R extends keyof M> = (
  input: Infer<StructureShape<M, R>>,
  call: CallContext,
) => RestOutput;

/** An operation that leaves the state as it is. */
export function restReads<M extends Members, R extends keyof M>(
  http: RestBinding,
  input: StructureShape<M, R>,
  handle: Handler<M, R>,
): RestOperation {
  return { ...reads(input, handle), http };
}

/** An operation that changes the state. */
export function restChanges<M extends Members, R extends keyof M>(
  http: RestBinding,
  input: StructureShape<M, R>,
  handle: Handler<M, R>,
): RestOperation {
  return { ...changes(input, handle), http };
}
