import { describe, expect, it } from "vitest";
import { placeOf } from "../../../tools/rewrite/place";

describe("the place of an offset in a text", () => {
  it.each([
    [0, 1, 1],
    [1, 1, 2],
    [2, 1, 3],
    [3, 2, 1],
    [4, 3, 1],
    [6, 3, 3],
  ])("%i is in line %i, column %i", (offset, line, column) => {
    expect(placeOf("ab\n\ncd", offset)).toEqual({ line, column });
  });

  it("is found in no time, however many are asked for", () => {
    const text = "FROM nginx:1.29\n".repeat(50_000);
    const began = performance.now();
    for (let line = 0; line < 50_000; line++) expect(placeOf(text, line * 16).line).toBe(line + 1);
    expect(performance.now() - began).toBeLessThan(5000);
  });
});
