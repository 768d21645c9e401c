import type { Infer, Members, Shape, StructureShape } from "./shape";
import type { AwsState } from "./state";

/** Somebody who calls. */
export interface Caller {
  /** As STS tells it. */
  readonly arn: string;
  /** As STS tells it. */
  readonly userId: string;
  /** The role of this server whose policies decide; absent for who may do everything. */
  readonly roleArn?: string;
}

/** Who calls, where, and on which state. */
export interface CallContext {
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
  readonly caller: Caller;
  readonly state: AwsState;
}

/** One operation of a service: the shape of its input, and what it does. */
export interface Operation {
  readonly input: StructureShape;
  readonly mutating: boolean;
  /** Whether it is asked for without a signature: to get credentials, one need not have some. */
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

/** An operation for those who have no credentials yet. */
export function unsigned(operation: Operation): Operation {
  return { ...operation, unsigned: true };
}
