import { parseOptions } from "../cli/command-line";
/** What the command was asked to do. */
export interface CommandLine {
  readonly help: boolean;
  /** The entry of the app. */
  readonly app: string;
  /** The stacks to look at; none means all. */
  readonly stacks: readonly string[];
  /** Prints the JSON of one stack, and writes nothing. */
  readonly print: boolean;
}

export const usage = `Usage: npm run import -- [STACK…] [options]

Looks in AWS for what the stacks would make, and writes import blocks for what is there: the next
deploy takes it over. AWS is only read. docs/existing.md has the whole recipe.

  --app FILE    the app (default: main.ts)
  --print       print the JSON of one stack, and write nothing
  --help        print this
`;

/** @throws UsageError when an option is not one of these */
export function readCommandLine(args: readonly string[]): CommandLine {
  const { values, positionals } = parse(args);
  const { help = false, app = "main.ts", print = false } = values;
  return { help, app, stacks: positionals, print };
}

function parse(args: readonly string[]) {
  return parseOptions({
    args: [...args],
    allowPositionals: true,
    options: {
      app: { type: "string" },
      print: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
}
