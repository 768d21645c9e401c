import { table } from "./wrapped-text";

/** An example of a command: the command line, and what it does. */
export type Example = readonly [line: string, does: string];

/** The examples with which the help of a command begins. */
export function examplesText(examples: readonly Example[]): string {
  return `Examples:\n${table(examples.map(([line, does]) => [`  ${line}`, does])).join("\n")}\n`;
}
