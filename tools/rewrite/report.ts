import { createTwoFilesPatch } from "diff";
import type { Terminal } from "../cli/terminal";
import { table } from "../cli/wrapped-text";
import { placeOf } from "./place";
import type { Rewriting, RewrittenFile } from "./rewriting";

/** A unified diff of a file, as `git apply` takes it. */
export function diffOf({ path, original, text }: RewrittenFile): string {
  const patch = createTwoFilesPatch(`a/${path}`, `b/${path}`, original, text, "", "", {
    stripTrailingCr: false,
  });
  return patch.replace(/^=+\n/, "").replace(/^(---|\+\+\+) (.*)\t$/gm, "$1 $2");
}

/** One line for each changed reference: `file:line: reference`. */
export function changedLines({ files }: Rewriting): string[] {
  return files.flatMap((file) =>
    file.changed.map(({ offset, reference }) => lineOf(file, offset, reference)),
  );
}

/** One line for each changed file, with the number of references: a table on a terminal, otherwise `path: 2 references`. */
export function fileLines({ files }: Rewriting, { hasColors }: Terminal): string[] {
  const rows = files
    .filter(({ changed }) => changed.length > 0)
    .map(({ path, changed }) => [path, count(changed.length, "reference")] as const);
  return hasColors ? table(rows) : rows.map((row) => row.join(": "));
}

/** The references that are left although the user could do something about them, by reason. */
export function leftLines({ files }: Rewriting, { colors }: Terminal): string[] {
  const groups = new Map<string, string[]>();
  for (const file of files) {
    for (const { offset, reference, note } of file.left) {
      const group = groups.get(note) ?? [];
      group.push(lineOf(file, offset, reference));
      groups.set(note, group);
    }
  }
  return [...groups].flatMap(([note, lines]) => [
    "",
    colors.yellow(`left: ${note}`),
    ...lines.map((line) => `  ${line}`),
  ]);
}

/** The summary, in one line. */
export function summary({ files, unknown, templates }: Rewriting, done: string): string {
  const changed = files.filter((file) => file.changed.length > 0);
  const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
  const references = sum(files.map((file) => file.changed.length));
  const left = sum(files.map((file) => file.left.length));
  return [
    `${count(references, "reference")} in ${count(changed.length, "file")} ${done}`,
    ...(left > 0 ? [`${left} left`] : []),
    ...(unknown > 0 ? [`${count(unknown, "YAML file")} of another kind not touched`] : []),
    ...(templates.length > 0 ? [`${count(templates.length, "template")} not touched`] : []),
  ].join(", ");
}

function lineOf({ path, original }: RewrittenFile, offset: number, reference: string): string {
  return `${path}:${placeOf(original, offset).line}: ${reference}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
