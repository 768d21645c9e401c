import { Command, CommanderError } from "@commander-js/extra-typings";
import { describeFullDisk } from "../disk-full";
import type { Context } from "./context";
import { EXIT, type ExitCode } from "./exit-code";
import { Interrupted } from "./interruption";
import { refuseSwallowedOptions } from "./swallowed-options";
import { UsageError } from "./usage-error";
import { UserError } from "./user-error";

/** A sub-command: its code is loaded when it is asked for, and no other's. */
export interface Subcommand {
  /** One line for the list of all. */
  readonly summary: string;
  readonly load: () => Promise<{ readonly define: DefineCommand }>;
}

/** Gives a command its description, its options and its action. */
export type DefineCommand = (command: Command, context: Context) => void;

/** A program with sub-commands. */
export interface Program {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly subcommands: Readonly<Record<string, Subcommand>>;
}

/** What surrounds a command: the process, or a test. */
export type World = Omit<Context, "exitCode">;

/**
 * Reads a command line and does what it says.
 *
 * @param words what follows the program's name
 * @returns how it ended; nothing is thrown, whatever happens
 */
export async function run(
  program: Program,
  words: readonly string[],
  world: World,
): Promise<ExitCode> {
  const context: Context = { ...world, exitCode: EXIT.done };
  const { interruption, terminal } = world;
  try {
    const typed = withHelpOption(program, words);
    const command = await commandFor(program, typed, context);
    await interruption.orInterrupted(command.parseAsync(typed, { from: "user" }));
    return interruption.hasBrokenOff ? EXIT.interrupted : context.exitCode;
  } catch (error) {
    return ended(error, program, world);
  } finally {
    terminal.endStatus();
  }
}

/** `help X` as `X --help`: commander explains a command of a command only then. */
function withHelpOption({ subcommands }: Program, words: readonly string[]): string[] {
  const typed =
    words[0] === "help" && words.length > 1 ? [...words.slice(1), "--help"] : [...words];
  const [name = ""] = typed;
  // Of a command that is not there, commander would explain all others in place of saying so.
  return name.startsWith("-") || Object.hasOwn(subcommands, name) ? typed : typed.slice(0, 1);
}

async function commandFor(program: Program, words: readonly string[], context: Context) {
  const { terminal, env } = context;
  const root = new Command(program.name)
    .description(program.description)
    .version(program.version, "-V, --version", "print the version")
    .usage("<command> [options]")
    .helpOption("-h, --help", "print this")
    .helpCommand("help [command]", "explain a command")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.print(text),
      writeErr: (text) => terminal.warn(text),
      outputError: () => {}, // It is thrown as well.
    });
  for (const [name, { summary, load }] of Object.entries(program.subcommands)) {
    const command = root.command(name).summary(summary);
    if (name !== words[0]) continue;
    (await load()).define(command, context);
    refuseSwallowedOptions(command, words.slice(1), env);
  }
  return root;
}

function ended(error: unknown, program: Program, { terminal, interruption }: World): ExitCode {
  if (interruption.hasBrokenOff || error instanceof Interrupted) {
    terminal.warn("Interrupted.");
    return EXIT.interrupted;
  }
  if (error instanceof CommanderError) {
    const isHelp = error.code === "commander.help"; // It is printed already.
    if (error.exitCode !== 0 && !isHelp) terminal.warn(sentenceOf(error));
    return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  }
  if (error instanceof UsageError) {
    terminal.warn(error.message);
    return EXIT.usage;
  }
  if (error instanceof UserError || isRefusedBySystem(error)) {
    terminal.warn(describeFullDisk(error) ?? error.message);
    return EXIT.failed;
  }
  terminal.warn(error instanceof Error ? (error.stack ?? error.message) : String(error));
  terminal.warn(
    `\nThis is a bug of ${program.name} ${program.version}, and no mistake of yours. Please report it with the lines above.`,
  );
  return EXIT.failed;
}

/** `error: unknown option '--chek'\n(Did you mean --check?)` as sentences. */
function sentenceOf({ message }: CommanderError): string {
  const [first = "", suggestion] = message.replace(/^error: /, "").split("\n");
  const sentence = first.charAt(0).toUpperCase() + first.slice(1).replace(/\.$/, "");
  const words = suggestion === undefined ? "" : ` ${suggestion.replace(/^\(|\)$/g, "")}`;
  return `${sentence}.${words} See --help.`;
}

/** What the operating system says: no space left, no right to read a file. */
function isRefusedBySystem(error: unknown): error is Error {
  return error instanceof Error && "syscall" in error && "code" in error;
}
