import { type CallContext, changes, type Operation, reads } from "../operation";
import type { Infer, Members, StructureShape } from "../shape";

/** Where in a request an operation and its members are. */
export interface RestBinding {
  readonly method: "GET" | "HEAD" | "PUT" | "DELETE";
  readonly resource: "service" | "bucket" | "object";
  /** The query parameter that tells this operation from others: `versioning`, `list-type=2`. */
  readonly marker?: string;
  /** Members by the query parameter that carries them. */
  readonly query?: Readonly<Record<string, string>>;
  /** Members by the header, in lower case, that carries them. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The member that the body is: as it came, or read from XML. */
  readonly body?: { readonly member: string; readonly as: "bytes" | "xml" };
}

/** What an operation answers. */
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
