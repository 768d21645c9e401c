import { readFileSync, type Stats, statSync } from "node:fs";
import { UserError } from "./cli/user-error";

const LARGEST = 10 * 1024 * 1024;
const UTF_8 = new TextDecoder("utf-8", { fatal: true });

export interface InputFileOptions {
  /** Whether it may be a pipe, as shells make them: `<(terraform output -json)`. */
  readonly pipe?: boolean;
}

/**
 * Reads a text file that a person or another program wrote, without its byte order mark.
 *
 * @param file its path, as messages name it
 * @throws UserError for a folder, a device, more than 10 MiB, or an encoding other than UTF-8. Reading
 *   a pipe or a device might never end, and no signal would be handled meanwhile
 */
export function readInputFile(file: string, { pipe = false }: InputFileOptions = {}): string {
  try {
    const problem = kindProblem(statSync(file), pipe);
    if (problem !== undefined) throw new Error(problem);
    return UTF_8.decode(readFileSync(file));
  } catch (error) {
    throw new UserError(`${file}: ${reasonOf(error as NodeJS.ErrnoException)}`, { cause: error });
  }
}

/** Whether reading failed because there is no such file. */
export function isMissingFile({ cause }: UserError): boolean {
  return (cause as NodeJS.ErrnoException | undefined)?.code === "ENOENT";
}

function reasonOf(error: NodeJS.ErrnoException): string {
  if (error instanceof TypeError) return "it is not UTF-8";
  return error.code === "ENOENT" ? "there is no such file" : error.message;
}

function kindProblem(stats: Stats, pipe: boolean): string | undefined {
  if (stats.isDirectory()) return "it is a folder, and no file";
  if (!stats.isFile() && !(pipe && stats.isFIFO())) return "it is a device or a pipe, and no file";
  return stats.size > LARGEST ? "it is larger than 10 MiB" : undefined;
}
