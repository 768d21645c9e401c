/** The line and the column, from 1, of an offset in a text. */
export function placeOf(text: string, offset: number): { line: number; column: number } {
  const starts = lineStarts(text);
  let [line, after] = [0, starts.length];
  while (after - line > 1) {
    const middle = (line + after) >> 1;
    if ((starts[middle] ?? 0) <= offset) line = middle;
    else after = middle;
  }
  return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
}

/** Of one file, thousands of places may be asked for, one after the other. */
let known: { readonly text: string; readonly starts: readonly number[] } | undefined;

function lineStarts(text: string): readonly number[] {
  if (known?.text === text) return known.starts;
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  known = { text, starts };
  return starts;
}
