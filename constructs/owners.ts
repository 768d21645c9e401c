import type { IConstruct } from "constructs";

/** The owners of things within a scope: the first one to claim a thing owns it. */
export class Owners {
  readonly #known = new WeakMap<IConstruct, Map<string, IConstruct>>();

  /** The owner of a thing, or nothing if nobody has claimed it. */
  ownerOf(scope: IConstruct, thing: string): IConstruct | undefined {
    return this.#known.get(scope)?.get(thing);
  }

  /** Claims a thing. @returns the owner that it already has, or nothing if `owner` is the first. */
  claim(scope: IConstruct, thing: string, owner: IConstruct): IConstruct | undefined {
    const things = this.#known.get(scope) ?? new Map<string, IConstruct>();
    this.#known.set(scope, things);
    const first = things.get(thing);
    if (!first) things.set(thing, owner);
    return first;
  }
}
