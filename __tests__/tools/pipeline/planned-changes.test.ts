import { describe, expect, it } from "vitest";
import {
  artifactName,
  configurationDigest,
  sha256,
} from "../../../tools/pipeline/configuration-digest";
import { type PlanJson, plannedChanges } from "../../../tools/pipeline/planned-changes";

type Change = NonNullable<PlanJson["resource_changes"]>[number]["change"];

const of = (value: unknown) => sha256(JSON.stringify(value));

function changes(change: Change, also: object = {}) {
  const resource_changes = [{ address: "aws_a.b", change, ...also }];
  return plannedChanges({ terraform_version: "1.11.4", resource_changes });
}

describe("the digest of a configuration", () => {
  const json = { "//": { path: "a" }, resource: { a: { "//": { a: 1 }, x: [1, { b: 2, a: 1 }] } } };

  it("does not depend on the order of members, or on comments", () => {
    const same = { resource: { a: { x: [1, { a: 1, b: 2 }] } }, "//": { path: "b" } };
    expect(configurationDigest(same)).toBe(configurationDigest(json));
  });

  it.each([
    ["a value", { resource: { a: { x: [2, { b: 2, a: 1 }] } } }],
    ["the order of a list", { resource: { a: { x: [{ b: 2, a: 1 }, 1] } } }],
    ["a name", { resource: { b: { x: [1, { b: 2, a: 1 }] } } }],
    ["a tag called //", { resource: { a: { "//": "x", x: [1, { b: 2, a: 1 }] } } }],
    ["a member more", { resource: { a: { x: [1, { b: 2, a: 1, c: null }] } } }],
  ])("depends on %s", (_, other) => {
    expect(configurationDigest(other)).not.toBe(configurationDigest(json));
  });

  it("gives the artefact its name", () => {
    expect(artifactName("cache", "0123456789abcdef".repeat(4))).toBe("plan-cache-0123456789abcdef");
  });
});

describe("the changes of a plan", () => {
  it("have a digest for each value that an update changes, and for no other one", () => {
    const before = { name: "n", rule: [{ days: 7 }], tags: {} };
    const after = { name: "n", rule: [{ days: 8 }], tags: { a: "b" } };
    expect(changes({ actions: ["update"], before, after })[0]?.values).toEqual({
      "rule/0/days": { from: of(7), to: of(8) },
      tags: { from: of({}) },
      "tags/a": { to: of("b") },
    });
  });

  it("have all values of what is made or goes", () => {
    const made = changes({ actions: ["create"], before: null, after: { a: 1, b: null } });
    expect(made[0]?.values).toEqual({ a: { to: of(1) } });
    const gone = changes({ actions: ["delete"], before: { a: 1 }, after: null });
    expect(gone[0]?.values).toEqual({ a: { from: of(1) } });
    const replaced = { actions: ["delete", "create"], before: { a: 1 }, after: { a: 1 } };
    expect(changes(replaced)[0]?.values).toEqual({ a: { from: of(1), to: of(1) } });
  });

  it("say what only the apply will tell", () => {
    const after_unknown = { arn: true, list: [{ id: true }], known: false };
    const after = { known: 1, list: [{ name: "n" }] };
    const [made] = changes({ actions: ["create"], before: null, after, after_unknown });
    expect(made?.values).toEqual({
      arn: { to: "unknown" },
      "list/0/id": { to: "unknown" },
      "list/0/name": { to: of("n") },
      known: { to: of(1) },
    });
  });

  it("have no digest of anything sensitive, before or after, deep down or as a whole", () => {
    const before = { token: "t", deep: [{ secret: "s", open: 1 }], map: { key: "v" } };
    const after = { token: "u", deep: [{ secret: "x", open: 2 }], map: { key: "w" } };
    const sensitive = { token: true, deep: [{ secret: true }], map: true };
    const [change] = changes({
      actions: ["update"],
      before,
      after,
      before_sensitive: sensitive,
      after_sensitive: sensitive,
    });
    expect(change?.values).toEqual({ "deep/0/open": { from: of(1), to: of(2) } });
    const whole = { actions: ["create"], before: null, after: { a: 1 }, after_sensitive: true };
    expect(changes(whole)[0]?.values).toEqual({});
  });

  it("leave out what stays and what is only read, and count imports and moves", () => {
    const same = { before: { a: 1 }, after: { a: 1 } };
    expect(changes({ actions: ["no-op"], ...same })).toEqual([]);
    expect(changes({ actions: ["read"], before: null, after: {} })).toEqual([]);
    const imported = changes({ actions: ["no-op"], ...same, importing: { id: "x" } });
    expect(imported).toMatchObject([{ actions: ["import"], values: {} }]);
    const moved = changes({ actions: ["no-op"], ...same }, { previous_address: "aws_a.a" });
    expect(moved).toMatchObject([{ actions: ["move"] }]);
  });

  it("include those of outputs, sensitive ones without their value", () => {
    const output_changes = {
      open: { actions: ["create"], before: null, after: "x" },
      secret: { actions: ["create"], before: null, after: "x", after_sensitive: true },
      late: { actions: ["create"], before: null, after_unknown: true },
    };
    expect(plannedChanges({ terraform_version: "1.11.4", output_changes })).toEqual([
      { address: "output.late", actions: ["create"], values: { "": { to: "unknown" } } },
      { address: "output.open", actions: ["create"], values: { "": { to: of("x") } } },
      { address: "output.secret", actions: ["create"], values: {} },
    ]);
  });
});
