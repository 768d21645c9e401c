import { stripVTControlCharacters } from "node:util";

/** Wraps lines at spaces to a width. Continuation lines are indented two spaces more than their line. */
export function wrapText(text: string, width: number): string {
  return text
    .split("\n")
    .map((line) => wrapLine(line, width))
    .join("\n");
}

function wrapLine(line: string, width: number): string {
  if (widthOf(line) <= width) return line;
  const [indent = ""] = /^ */.exec(line) ?? [];
  const lines: string[] = [];
  let current = "";
  for (const word of line.slice(indent.length).split(" ")) {
    const longer = current === "" ? indent + word : `${current} ${word}`;
    if (current !== "" && widthOf(longer) > width) {
      lines.push(current);
      current = `${indent}  ${word}`;
    } else {
      current = longer;
    }
  }
  return [...lines, current].join("\n");
}

/** The width without the codes of colours. */
function widthOf(text: string): number {
  return stripVTControlCharacters(text).length;
}

/** Formats rows as lines with aligned columns. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) {
      widths[index] = Math.max(widths[index] ?? 0, widthOf(cell));
    }
  }
  return rows.map((row) =>
    row
      .map((cell, index) => cell + " ".repeat((widths[index] ?? 0) - widthOf(cell)))
      .join("  ")
      .trimEnd(),
  );
}
