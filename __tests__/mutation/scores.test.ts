import { describe, expect, it } from "vitest";
import { type MutationReport, scoresOf, shortfalls } from "./scores";

/** A report of the outcomes of each file's mutants. */
function report(outcomes: Readonly<Record<string, readonly string[]>>): MutationReport {
  const files = Object.entries(outcomes).map(([file, statuses]) => [
    file,
    { mutants: statuses.map((status) => ({ status })) },
  ]);
  return { files: Object.fromEntries(files) };
}

const MOST = Array.from({ length: 19 }, () => "Killed");

describe("the score of a file", () => {
  it("is the part of its mutants that a test notices, and the worst file comes first", () => {
    const scores = scoresOf(
      report({
        "ecr/a.ts": ["Killed", "Timeout", "Ignored"],
        "ecr/b.ts": ["Killed", "Survived", "NoCoverage", "Killed"],
        "ecr/types.ts": [],
      }),
    );
    expect(
      scores.map(({ file, score, noticed, mutants }) => [file, score, noticed, mutants]),
    ).toEqual([
      ["ecr/b.ts", 50, 2, 4],
      ["ecr/a.ts", 100, 2, 2],
      ["ecr/types.ts", 100, 0, 0],
    ]);
  });

  it("is 95 % at least", () => {
    const good = scoresOf(report({ "ecr/a.ts": [...MOST, "Survived"] }));
    const bad = scoresOf(report({ "ecr/a.ts": [...MOST, "Survived", "NoCoverage"] }));
    expect(shortfalls(good)).toEqual([]);
    expect(shortfalls(bad)).toEqual(["ecr/a.ts: 90.5 % of at least 95 %; 2 of 21 mutants survive"]);
  });

  it("is no worse than it was where that is less", () => {
    const scores = (statuses: readonly string[]) =>
      scoresOf(report({ "ecr/a.ts": statuses }), { "ecr/a.ts": 50 });
    expect(shortfalls(scores(["Killed", "Survived"]))).toEqual([]);
    expect(shortfalls(scores(["Killed", "Survived", "Survived"]))).toEqual([
      "ecr/a.ts: 33.3 % of at least 50 %; 2 of 3 mutants survive",
    ]);
  });
});
