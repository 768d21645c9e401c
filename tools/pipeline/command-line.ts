import type { ParseArgsConfig } from "node:util";
import { parseOptions, UsageError } from "../cli/command-line";

/** What the pipeline was asked to do. */
export type CommandLine =
  | { readonly command: "help" }
  | {
      readonly command: "plan";
      readonly stacks: string[];
      readonly app: string;
      readonly out: string;
    }
  | {
      readonly command: "apply";
      readonly stacks: string[];
      readonly app: string;
      readonly reviewed: string;
    }
  | {
      readonly command: "drift";
      readonly stacks: string[];
      readonly app: string;
      readonly out: string;
    }
  | {
      readonly command: "destroy";
      readonly stack: string;
      readonly app: string;
      readonly confirmed: boolean;
    }
  | { readonly command: "comment"; readonly file: string; readonly number: number | undefined }
  | {
      readonly command: "report-drift";
      readonly file: string | undefined;
      readonly resolved: boolean;
    }
  | {
      readonly command: "find-reviewed";
      readonly stacks: string[];
      readonly app: string;
      readonly out: string;
    };

export const usage = `Usage: npm run --silent pipeline -- COMMAND [options]

The steps of a pipeline in GitHub Actions or GitLab CI; each one runs on a laptop too.

  plan [STACK...] --out DIR             plan, and write what is to be reviewed: DIR/summary.md, and
                                        plan.json and plan.txt in DIR/STACK
  comment --file FILE [--number N]      put the summary on the pull or merge request, as one comment
  find-reviewed [STACK...] --out DIR    fetch the records of the plans that were reviewed
  apply [STACK...] --reviewed DIR       apply what was reviewed, and nothing else
  drift [STACK...] --out DIR            look for what is not as it is configured; exit code 2 if
                                        something is
  report-drift --file FILE              open an issue about drift, or update the open one
  report-drift --resolved               close it
  destroy STACK --yes-destroy STACK     destroy a stack; without the second name, say what would go

  --app FILE                            the app (default: main.ts); for plan, find-reviewed, apply,
                                        drift and destroy
  --help                                print this

Exit codes: 0 done, 1 refused or failed, 2 drift, 64 a command line that makes no sense.
`;

const APP = { app: { type: "string", default: "main.ts" } } as const;

/** @throws UsageError */
export function readCommandLine(args: readonly string[]): CommandLine {
  const [command, ...rest] = args;
  if (command === undefined || rest.includes("--help")) return { command: "help" };
  switch (command) {
    case "help":
    case "--help":
      return { command: "help" };
    case "plan":
    case "drift":
    case "find-reviewed": {
      const { values, positionals } = parse(command, rest, { ...APP, out: { type: "string" } });
      const out = needed(values.out, command, "--out DIR");
      return { command, stacks: positionals, app: values.app, out };
    }
    case "apply": {
      const { values, positionals } = parse(command, rest, {
        ...APP,
        reviewed: { type: "string" },
      });
      const reviewed = needed(values.reviewed, command, "--reviewed DIR");
      return { command, stacks: positionals, app: values.app, reviewed };
    }
    case "destroy":
      return readDestroy(rest);
    case "comment": {
      const options = { file: { type: "string" }, number: { type: "string" } } as const;
      const { values, positionals } = parse(command, rest, options);
      refuseNames(command, positionals);
      const file = needed(values.file, command, "--file FILE");
      return { command, file, number: readNumber(values.number) };
    }
    case "report-drift": {
      const options = { file: { type: "string" }, resolved: { type: "boolean" } } as const;
      const { values, positionals } = parse(command, rest, options);
      refuseNames(command, positionals);
      const { file, resolved = false } = values;
      if (!resolved) needed(file, command, "--file FILE or --resolved");
      if (resolved && file !== undefined) {
        throw new UsageError(`${command} takes --file or --resolved, not both.`);
      }
      return { command, file, resolved };
    }
    default:
      throw new UsageError(
        `There is no command "${command}": plan, comment, find-reviewed, apply, drift, report-drift or destroy. See --help.`,
      );
  }
}

/** The name is given twice: a command from a shell's history should not be enough. */
function readDestroy(rest: readonly string[]): CommandLine {
  const options = { ...APP, "yes-destroy": { type: "string" } } as const;
  const { values, positionals } = parse("destroy", rest, options);
  const [stack, ...others] = positionals;
  const confirmed = values["yes-destroy"];
  if (stack === undefined || others.length > 0) {
    throw new UsageError(`destroy takes one stack, not ${positionals.length}. See --help.`);
  }
  if (confirmed !== undefined && confirmed !== stack) {
    throw new UsageError(`--yes-destroy names "${confirmed}", and the stack is "${stack}".`);
  }
  return { command: "destroy", stack, app: values.app, confirmed: confirmed !== undefined };
}

function parse<T extends NonNullable<ParseArgsConfig["options"]>>(
  command: string,
  args: readonly string[],
  options: T,
) {
  const allowed = Object.keys(options).map((name) => `--${name}`);
  return parseOptions(
    { args: [...args], options, allowPositionals: true },
    `${command} takes ${allowed.join(" and ")}. See --help.`,
  );
}

function needed(value: string | undefined, command: string, option: string): string {
  if (value === undefined || value === "") throw new UsageError(`${command} needs ${option}.`);
  return value;
}

function refuseNames(command: string, [name]: readonly string[]): void {
  if (name !== undefined) throw new UsageError(`${command} takes no stack, unlike "${name}".`);
}

function readNumber(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new UsageError(`--number takes the number of a pull or merge request, not "${text}".`);
}
