import type { IConstruct } from "constructs";

/** Who owns what within a scope: whoever comes second is told who came first. */
export class Owners {
  readonly #known = new WeakMap<IConstruct, Map<string, IConstruct>>();

  /** The owner of a thing, if somebody claimed it. */
  ownerOf(scope: IConstruct, thing: string): IConstruct | undefined {
    return this.#known.get(scope)?.get(thing);
  }

  /** @returns the owner that there is already, or nothing when `owner` is the first. */
  claim(scope: IConstruct, thing: string, owner: IConstruct): IConstruct | undefined {
    const things = this.#known.get(scope) ?? new Map<string, IConstruct>();
    this.#known.set(scope, things);
    const first = things.get(thing);
    if (!first) things.set(thing, owner);
    return first;
  }
}
