import { type ParseArgsConfig, parseArgs } from "node:util";

/** A command line that makes no sense; the message is for its author. */
export class UsageError extends Error {}

/** The exit code of such a command line, as in BSD's sysexits.h. */
export const EXIT_USAGE = 64;

/**
 * Reads options.
 *
 * @param advice what follows the sentence that says what is wrong
 * @throws UsageError for an option that is not one of these
 */
export function parseOptions<const T extends ParseArgsConfig>(config: T, advice = "See --help.") {
  try {
    return parseArgs(config);
  } catch (error) {
    // Node.js adds advice of its own, about arguments that begin with a dash; nothing here does.
    const [sentence = ""] = (error as Error).message.split(/\.(?:\s|$)/, 1);
    throw new UsageError(`${sentence}. ${advice}`);
  }
}
