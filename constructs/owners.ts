import type { IConstruct } from "constructs";

/** The owners of things of which each account has one. A construct may not know its account. */
export class AccountOwners {
  readonly #owners = new Owners();

  /**
   * Claims a thing. A construct that does not know its account may be in that of any other.
   *
   * @returns who has it, and whether in the same account for sure; nothing if `owner` is the first
   */
  claim(scope: IConstruct, thing: string, account: string | undefined, owner: IConstruct) {
    const somewhere = `${thing}, wherever`;
    const first = this.#owners.claim(scope, thing, owner);
    if (account === undefined) {
      this.#owners.claim(scope, somewhere, owner);
      return first && { owner: first, isSameAccount: false };
    }
    const same = this.#owners.claim(scope, `${thing} of ${account}`, owner);
    if (same) return { owner: same, isSameAccount: true };
    const other = this.#owners.ownerOf(scope, somewhere);
    return other && { owner: other, isSameAccount: false };
  }
}

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
