import { table } from "./wrapped-text";

/** An example of a command: the line to type, and what it does. */
export type Example = readonly [line: string, does: string];

/** What the help of a command begins with. */
export function examplesText(examples: readonly Example[]): string {
  return `Examples:\n${table(examples.map(([line, does]) => [`  ${line}`, does])).join("\n")}\n`;
}
