import { Command, CommanderError } from "@commander-js/extra-typings";
import type { Context } from "./context";
import { EXIT, type ExitCode } from "./exit-code";
import { Interrupted } from "./interruption";
import { refuseSwallowedOptions } from "./swallowed-options";
import { UsageError } from "./usage-error";
import { UserError } from "./user-error";

/** A sub-command. Only the code of the one that is called is loaded. */
export interface Subcommand {
  /** One line, for the list of commands. */
  readonly summary: string;
  readonly load: () => Promise<{ readonly define: DefineCommand }>;
}

/** Adds the description, the options and the action to a command. */
export type DefineCommand = (command: Command, context: Context) => void;

/** A program with sub-commands. */
export interface Program {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly subcommands: Readonly<Record<string, Subcommand>>;
}

/** What surrounds a command: the process, or a test. */
export type Surroundings = Omit<Context, "exitCode">;

/**
 * Parses a command line, and runs the command.
 *
 * @param words what follows the program's name
 * @returns the exit code; nothing is ever thrown
 */
export async function run(
  program: Program,
  words: readonly string[],
  surroundings: Surroundings,
): Promise<ExitCode> {
  const context: Context = { ...surroundings, exitCode: EXIT.done };
  const { interruption, terminal } = surroundings;
  try {
    const typed = withHelpOption(program, words);
    const command = await commandFor(program, typed, context);
    await interruption.orInterrupted(command.parseAsync(typed, { from: "user" }));
    return interruption.isInterrupted ? EXIT.interrupted : context.exitCode;
  } catch (error) {
    return exitCodeOf(error, program, surroundings);
  } finally {
    terminal.endStatus();
  }
}

/** Turns `help X` into `X --help`: only so does commander show the help of a nested command. */
function withHelpOption({ subcommands }: Program, all: readonly string[]): string[] {
  // After `--`, commander would not know the options of a command.
  const words = all[0] === "--" ? all.slice(1) : all;
  const typed =
    words[0] === "help" && words.length > 1 ? [...words.slice(1), "--help"] : [...words];
  const [name = ""] = typed;
  // For a command that does not exist, commander would show the general help instead of an error.
  return name.startsWith("-") || Object.hasOwn(subcommands, name) ? typed : typed.slice(0, 1);
}

async function commandFor(program: Program, words: readonly string[], context: Context) {
  const { terminal, env } = context;
  const root = new Command(program.name)
    .description(program.description)
    .version(program.version, "-V, --version", "print the version")
    .usage("<command> [options]")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.print(text),
      writeErr: (text) => terminal.warn(text),
      outputError: () => {}, // The error is thrown too, and printed below.
    });
  for (const [name, { summary, load }] of Object.entries(program.subcommands)) {
    const command = root.command(name).summary(summary);
    if (name !== words[0]) continue;
    (await load()).define(command, context);
    refuseSwallowedOptions(command, words.slice(1), env);
  }
  return root;
}

function exitCodeOf(
  error: unknown,
  program: Program,
  { terminal, interruption }: Surroundings,
): ExitCode {
  if (interruption.isInterrupted || error instanceof Interrupted) {
    terminal.warn("Interrupted.");
    return EXIT.interrupted;
  }
  if (error instanceof CommanderError) {
    const isHelp = error.code === "commander.help"; // The help has been printed already.
    if (error.exitCode !== 0 && !isHelp) terminal.warn(sentenceOf(error));
    return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  }
  if (error instanceof UsageError) {
    terminal.warn(error.message);
    return EXIT.usage;
  }
  if (error instanceof UserError || isSystemError(error)) {
    terminal.warn(error.message);
    return EXIT.failed;
  }
  terminal.warn(error instanceof Error ? (error.stack ?? error.message) : String(error));
  terminal.warn(
    `\nThis is a bug in ${program.name} ${program.version}, not a mistake of yours. Please report it with the lines above.`,
  );
  return EXIT.failed;
}

/** Turns `error: unknown option '--chek'\n(Did you mean --check?)` into sentences. */
function sentenceOf({ message }: CommanderError): string {
  const [first = "", suggestion] = message.replace(/^error: /, "").split("\n");
  const sentence = first.charAt(0).toUpperCase() + first.slice(1).replace(/\.$/, "");
  const words = suggestion === undefined ? "" : ` ${suggestion.replace(/^\(|\)$/g, "")}`;
  return `${sentence}.${words} See --help.`;
}

/** Whether it is an error of the operating system, such as "no space left" or "permission denied". */
function isSystemError(error: unknown): error is Error {
  return error instanceof Error && "syscall" in error && "code" in error;
}
