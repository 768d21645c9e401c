/** The shapes of requests: the part of an AWS API model that input validation uses. */

export interface StringShape<T extends string = string> {
  readonly kind: "string";
  readonly min?: number;
  readonly max?: number;
  /** Must match the whole value. AWS prints its source in messages. */
  readonly pattern?: RegExp;
  /** The pattern as AWS prints it, where matching by it could take exponentially long. */
  readonly printedPattern?: string;
  readonly oneOf?: readonly T[];
  /** Whether the value must not appear in messages. */
  readonly sensitive?: boolean;
}

export interface IntegerShape {
  readonly kind: "integer";
  readonly min?: number;
  readonly max?: number;
}

export interface BooleanShape {
  readonly kind: "boolean";
}

/** Binary data, held as a base64 string, as in JSON. Lengths are in bytes. */
export interface BlobShape {
  readonly kind: "blob";
  readonly min?: number;
  readonly max?: number;
}

export interface ListShape<E extends Shape = Shape> {
  readonly kind: "list";
  readonly element: E;
  readonly min?: number;
  readonly max?: number;
}

/** A map with arbitrary keys: an object in JSON, numbered entries in a form. */
export interface MapShape<V extends Shape = Shape> {
  readonly kind: "map";
  readonly key: StringShape;
  readonly value: V;
  readonly max?: number;
}

export type Members = Readonly<Record<string, Shape>>;

export interface StructureShape<M extends Members = Members, R extends keyof M = keyof M> {
  readonly kind: "structure";
  readonly members: M;
  readonly required: readonly R[];
}

export type Shape =
  | StringShape
  | IntegerShape
  | BooleanShape
  | BlobShape
  // biome-ignore lint/suspicious/noExplicitAny: a list of anything; `Infer` recovers the element
  | ListShape<any>
  // biome-ignore lint/suspicious/noExplicitAny: as above, for the value
  | MapShape<any>
  // biome-ignore lint/suspicious/noExplicitAny: as above, for members and the required ones
  | StructureShape<any, any>;

/** The TypeScript type of a value of shape `S`. */
export type Infer<S> =
  S extends StringShape<infer T>
    ? T
    : S extends BlobShape
      ? string
      : S extends IntegerShape
        ? number
        : S extends BooleanShape
          ? boolean
          : S extends ListShape<infer E>
            ? readonly Infer<E>[]
            : S extends MapShape<infer V>
              ? Readonly<Record<string, Infer<V>>>
              : S extends StructureShape<infer M, infer R>
                ? { readonly [K in R]: Infer<M[K]> } & {
                    readonly [K in Exclude<keyof M, R>]?: Infer<M[K]>;
                  }
                : never;

type Options<S> = Omit<S, "kind">;

export const string = (options: Options<StringShape> = {}): StringShape => ({
  kind: "string",
  ...options,
});

export const oneOf = <const T extends readonly string[]>(...values: T): StringShape<T[number]> => ({
  kind: "string",
  oneOf: values,
});

export const integer = (options: Options<IntegerShape> = {}): IntegerShape => ({
  kind: "integer",
  ...options,
});

export const boolean = (): BooleanShape => ({ kind: "boolean" });

export const blob = (options: Options<BlobShape> = {}): BlobShape => ({ kind: "blob", ...options });

export const list = <E extends Shape>(
  element: E,
  options: { min?: number; max?: number } = {},
): ListShape<E> => ({ kind: "list", element, ...options });

export const map = <V extends Shape>(
  key: StringShape,
  value: V,
  options: { max?: number } = {},
): MapShape<V> => ({ kind: "map", key, value, ...options });

export function structure<M extends Members>(members: M): StructureShape<M, never>;
export function structure<M extends Members, const R extends keyof M>(
  members: M,
  required: readonly R[],
): StructureShape<M, R>;
export function structure(members: Members, required: readonly string[] = []): StructureShape {
  return { kind: "structure", members, required };
}
