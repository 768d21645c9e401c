import { Construct, RootConstruct } from "constructs";
import { describe, expect, it } from "vitest";
import { AccountOwners, Owners } from "../../constructs/owners";

const root = new RootConstruct("app");
const [a, b, c] = ["a", "b", "c"].map((id) => new Construct(root, id)) as [
  Construct,
  Construct,
  Construct,
];

describe("the owner of a thing", () => {
  it("is the first to claim it, and stays so", () => {
    const owners = new Owners();
    expect(owners.ownerOf(root, "x")).toBeUndefined();
    expect(owners.claim(root, "x", a)).toBeUndefined();
    expect(owners.claim(root, "x", b)).toBe(a);
    expect(owners.claim(root, "x", c)).toBe(a);
    expect(owners.ownerOf(root, "x")).toBe(a);
  });

  it("is another one for each thing, and in each scope", () => {
    const owners = new Owners();
    owners.claim(root, "x", a);
    expect(owners.claim(root, "y", b)).toBeUndefined();
    expect(owners.claim(c, "x", b)).toBeUndefined();
  });
});

describe("the owner of what each account has once", () => {
  const [one, other] = ["111111111111", "222222222222"];

  it("is another one for each account", () => {
    const owners = new AccountOwners();
    expect(owners.claim(root, "x", one, a)).toBeUndefined();
    expect(owners.claim(root, "x", other, b)).toBeUndefined();
    expect(owners.claim(root, "x", one, c)).toEqual({ owner: a, isSameAccount: true });
  });

  it("may be in the same account as whoever does not know its own", () => {
    const owners = new AccountOwners();
    expect(owners.claim(root, "x", undefined, a)).toBeUndefined();
    expect(owners.claim(root, "x", undefined, b)).toEqual({ owner: a, isSameAccount: false });
    expect(owners.claim(root, "x", one, c)).toEqual({ owner: a, isSameAccount: false });
    expect(owners.claim(root, "y", one, c)).toBeUndefined();
    expect(owners.claim(root, "y", undefined, a)).toEqual({ owner: c, isSameAccount: false });
  });
});
