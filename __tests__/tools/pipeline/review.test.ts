import { describe, expect, it } from "vitest";
import type { Action, PlannedChange, ValueChange } from "../../../tools/pipeline/planned-changes";
import { unreviewed } from "../../../tools/pipeline/review";

const change = (
  actions: Action[],
  values: Record<string, ValueChange> = {},
  address = "aws_a.b",
): PlannedChange => ({ address, actions, values });

describe("a plan that was reviewed", () => {
  const made = change(["create"], { name: { to: "n" }, arn: { to: "unknown" } });
  const changed = change(["update"], { days: { from: "7", to: "8" } }, "aws_c.d");

  it("covers the same plan", () => {
    expect(unreviewed([made, changed], [made, changed])).toEqual([]);
  });

  it("covers the part that is left, and a plan without changes", () => {
    expect(unreviewed([made, changed], [changed])).toEqual([]);
    expect(unreviewed([made, changed], [])).toEqual([]);
  });

  it("covers a value that was unknown then, as a whole or in parts", () => {
    const known = change(["create"], { name: { to: "n" }, arn: { to: "x" } });
    expect(unreviewed([made], [known])).toEqual([]);
    const parts = change(["create"], { name: { to: "n" }, "arn/0": { to: "x" } });
    expect(unreviewed([made], [parts])).toEqual([]);
    const output = change(["create"], { "": { to: "unknown" } }, "output.o");
    expect(unreviewed([output], [change(["create"], { docker: { to: "x" } }, "output.o")])).toEqual(
      [],
    );
  });

  it("covers the half of a replacement that is left", () => {
    const replaced = change(["delete", "create"], { name: { from: "n", to: "m" } });
    expect(unreviewed([replaced], [change(["create"], { name: { to: "m" } })])).toEqual([]);
    const rest = { ...change(["delete"], { name: { from: "n" } }), deposed: "12345678" };
    expect(unreviewed([replaced], [rest])).toEqual([]);
  });

  it.each([
    [
      "another address",
      change(["delete"], {}, "aws_x.y"),
      "aws_x.y: would be destroyed, not reviewed",
    ],
    [
      "another action",
      change(["delete", "create"], { name: { to: "n" } }),
      "aws_a.b: would be replaced; the review said: would be created",
    ],
    [
      "another value",
      change(["create"], { name: { to: "m" } }),
      "aws_a.b: name is not as it was reviewed",
    ],
    [
      "a value that is unknown now",
      change(["create"], { name: { to: "unknown" } }),
      "aws_a.b: name is not as it was reviewed",
    ],
    [
      "a value more",
      change(["create"], { tags: { to: "t" } }),
      "aws_a.b: tags is not as it was reviewed",
    ],
    [
      "another value before",
      change(["update"], { days: { from: "9", to: "8" } }, "aws_c.d"),
      "aws_c.d: days is not as it was reviewed",
    ],
    [
      "no value before",
      change(["update"], { days: { to: "8" } }, "aws_c.d"),
      "aws_c.d: days is not as it was reviewed",
    ],
    [
      "something changed by hand that it would change back",
      change(["update"], { name: { from: "by hand", to: "n" } }, "aws_c.d"),
      "aws_c.d: name is not as it was reviewed",
    ],
    [
      "something left over that nobody reviewed",
      { ...change(["delete"]), deposed: "12345678" },
      "aws_a.b: the object left over from a replacement would be destroyed, not reviewed",
    ],
  ])("does not cover %s", (_, planned, line) => {
    expect(unreviewed([made, changed], [planned])).toEqual([line]);
  });
});
