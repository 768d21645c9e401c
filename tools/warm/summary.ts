import type { Colors } from "../cli/terminal";
import type { Failure } from "./failure";
import type { LeftImage, Targets } from "./target";
import type { Result } from "./warm-all";

/** The result for every image that was given. Scripts rely on the names of its members. */
export interface Summary {
  readonly warmed: readonly WarmImage[];
  /** Images that are pinned without a tag, and are in the cache. */
  readonly there: readonly WarmImage[];
  readonly left: readonly LeftImage[];
  readonly failed: readonly FailedImage[];
  /** Images that an interruption prevented from being tried. */
  readonly notTried: readonly string[];
}

interface WarmImage {
  readonly image: string;
  readonly reference: string;
  readonly digest: string;
  readonly seconds: number;
  readonly note?: string;
}

interface FailedImage extends Failure {
  readonly image: string;
  /** Absent where there was nothing to pull. */
  readonly reference?: string;
}

export function summarize(
  { targets, left, refused }: Targets,
  results: readonly Result[],
): Summary {
  const warm = results.flatMap((result) => {
    if (!("warm" in result)) return [];
    const { target, seconds } = result;
    const { there, ...found } = result.warm;
    return [
      { there, line: { image: target.image, reference: target.reference, ...found, seconds } },
    ];
  });
  const failed = results.flatMap((result) => {
    if (!("failure" in result)) return [];
    const { image, reference } = result.target;
    return [{ image, reference, ...result.failure }];
  });
  const done = new Set(results.map(({ target }) => target));
  return {
    warmed: warm.filter(({ there }) => !there).map(({ line }) => line),
    there: warm.filter(({ there }) => there).map(({ line }) => line),
    left,
    failed: [...refused, ...failed],
    notTried: targets.filter((target) => !done.has(target)).map(({ image }) => image),
  };
}

/** The summary for people, without the images that were warmed, which progress has shown. */
export function describeSummary(summary: Summary, colors: Colors): string[] {
  const { warmed, there, left, failed, notTried } = summary;
  const counts = { warmed: warmed.length, "already there": there.length, left: left.length };
  const others = { failed: failed.length, "not tried": notTried.length };
  return [...describeProblems(summary, colors), counted({ ...counts, ...others })];
}

/** Everything that needs attention, under headings. */
export function describeProblems(
  { warmed, there, left, failed, notTried }: Summary,
  { yellow, red, cyan }: Colors,
): string[] {
  return [
    ...section(yellow("Left as they are"), left, ({ image, reason }) => [`${image}: ${reason}`]),
    ...section(cyan("Notes"), [...warmed, ...there], ({ image, note }) =>
      note === undefined ? [] : [`${image}: ${note}`],
    ),
    ...section(red("Failed"), failed, ({ image, reference, message, fix }) => [
      image,
      ...(reference === undefined || reference === image ? [] : [`  ${reference}`]),
      `  ${message}`,
      `  fix: ${fix}`,
    ]),
    ...section(yellow("Interrupted before"), notTried, (image) => [image]),
  ];
}

function section<T>(title: string, items: readonly T[], lines: (item: T) => string[]): string[] {
  const all = items.flatMap(lines);
  return all.length === 0 ? [] : [title, ...all.map((line) => `  ${line}`), ""];
}

/** `3 warmed, 1 failed.`: counts of zero are left out, except the first one. */
export function counted(counts: Readonly<Record<string, number>>): string {
  const told = Object.entries(counts).filter(([, count], index) => count > 0 || index === 0);
  return `${told.map(([name, count]) => `${count} ${name}`).join(", ")}.`;
}
