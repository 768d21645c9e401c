/** One account in one Region. */
export interface Place {
  readonly accountId: string;
  readonly region: string;
}

/** How much of AWS shares one value: all of it, one account, or one account in one Region. */
export type Scope = "global" | "account" | "region";

/** A service's own part of the state. Its value is created when it is first asked for. */
export interface Slot<T, S extends Scope = Scope> {
  readonly scope: S;
  readonly create: (state: AwsState, place: Place) => T;
}

/** A slot with one value for all accounts and Regions. */
export const globalSlot = <T>(create: Slot<T>["create"]): Slot<T, "global"> => ({
  scope: "global",
  create,
});

/** A slot with one value for each account. */
export const accountSlot = <T>(create: Slot<T>["create"]): Slot<T, "account"> => ({
  scope: "account",
  create,
});

/** A slot with one value for each account and Region. */
export const regionalSlot = <T>(create: Slot<T>["create"]): Slot<T, "region"> => ({
  scope: "region",
  create,
});

interface Entry {
  readonly place: Place;
  readonly value: unknown;
}

/** Everything that AWS holds, in slots that the services declare. */
export class AwsState {
  readonly #slots = new Map<Slot<unknown>, Map<string, Entry>>();
  /** The URL of this server, for answers that send a client back to it. */
  endpoint = "";

  /** @param initialize fills the slots that do not start with their own defaults */
  constructor(private readonly initialize: (state: AwsState) => void = () => {}) {
    initialize(this);
  }

  get<T>(slot: Slot<T, "global">): T;
  get<T>(slot: Slot<T, "account">, place: Pick<Place, "accountId">): T;
  get<T>(slot: Slot<T, "region">, place: Place): T;
  get<T>(slot: Slot<T>, given: Partial<Place> = {}): T {
    const place = placeIn(slot.scope, given);
    const entries = this.#entries(slot);
    const key = `${place.accountId} ${place.region}`;
    const entry = entries.get(key) ?? { place, value: slot.create(this, place) };
    entries.set(key, entry);
    return entry.value as T;
  }

  set<T>(slot: Slot<T, "global">, value: T): void {
    const place = placeIn(slot.scope, {});
    this.#entries(slot).set(`${place.accountId} ${place.region}`, { place, value });
  }

  /** The values of a slot in all the places that have one. */
  all<T>(slot: Slot<T>): T[] {
    return [...this.#entries(slot).values()].map(({ value }) => value as T);
  }

  /** Every account that has been used, with the Regions in which it has been used. */
  accounts(): { accountId: string; regions: string[] }[] {
    const places = [...this.#slots.values()].flatMap((entries) =>
      [...entries.values()].map(({ place }) => place),
    );
    const used = (values: readonly string[]) => [...new Set(values)].filter(Boolean).sort();
    return used(places.map(({ accountId }) => accountId)).map((accountId) => {
      const own = places.filter((place) => place.accountId === accountId);
      return { accountId, regions: used(own.map(({ region }) => region)) };
    });
  }

  clear(): void {
    this.#slots.clear();
    this.initialize(this);
  }

  #entries(slot: Slot<unknown>): Map<string, Entry> {
    const entries = this.#slots.get(slot) ?? new Map<string, Entry>();
    this.#slots.set(slot, entries);
    return entries;
  }
}

function placeIn(scope: Scope, { accountId = "", region = "" }: Partial<Place>): Place {
  return {
    accountId: scope === "global" ? "" : accountId,
    region: scope === "region" ? region : "",
  };
}
