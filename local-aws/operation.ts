import type { Infer, Members, Shape, StructureShape } from "./shape";
import type { AwsState } from "./state";

/** The caller of an operation. */
export interface Caller {
  /** As GetCallerIdentity returns it. */
  readonly arn: string;
  /** As GetCallerIdentity returns it. */
  readonly userId: string;
  /** The role whose policies apply; absent for callers who may do everything. */
  readonly roleArn?: string;
}

/** The caller of an operation, the account and Region that it acts in, and the state. */
export interface CallContext {
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
  readonly caller: Caller;
  readonly state: AwsState;
}

/** An operation of a service: the shape of its input, and its implementation. */
export interface Operation {
  readonly input: StructureShape;
  readonly mutating: boolean;
  /** Whether requests are unsigned, because their caller has no credentials yet. */
  readonly unsigned?: boolean;
  readonly handle: (input: never, call: CallContext) => object | undefined;
}

export type Operations = Readonly<Record<string, Operation>>;

type Handler<M extends Members, R extends keyof M> = (
  input: Infer<StructureShape<M, R>>,
  call: CallContext,
) => object | undefined;

/** An operation that leaves the state as it is. */
export function reads<M extends Record<string, Shape>, R extends keyof M>(
  input: StructureShape<M, R>,
  handle: Handler<M, R>,
): Operation {
  return { input: input as unknown as StructureShape, mutating: false, handle };
}

/** An operation that changes the state. */
export function changes<M extends Record<string, Shape>, R extends keyof M>(
  input: StructureShape<M, R>,
  handle: Handler<M, R>,
): Operation {
  return { input: input as unknown as StructureShape, mutating: true, handle };
}

/** An operation for callers who have no credentials yet. */
export function unsigned(operation: Operation): Operation {
  return { ...operation, unsigned: true };
}
