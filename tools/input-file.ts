import { readFileSync, type Stats, statSync } from "node:fs";
import { UserError } from "./cli/user-error";

const LARGEST = 10 * 1024 * 1024;
const UTF_8 = new TextDecoder("utf-8", { fatal: true });

export interface InputFileOptions {
  /** Whether it may be a pipe, as shells make them: `<(terraform output -json)`. */
  readonly pipe?: boolean;
}

/**
 * The text of a file that a person or another program wrote, without its byte order mark.
 *
 * @param file as messages name it
 * @throws UserError for a folder, a device, more than 10 MiB and another encoding than UTF-8: reading
 *   a pipe or a device might never end, and no signal would be heard meanwhile
 */
export function readInputFile(file: string, { pipe = false }: InputFileOptions = {}): string {
  try {
    const problem = kindProblem(statSync(file), pipe);
    if (problem !== undefined) throw new Error(problem);
    return UTF_8.decode(readFileSync(file));
  } catch (error) {
    const what = error instanceof TypeError ? "it is not UTF-8" : (error as Error).message;
    throw new UserError(`${file}: ${what}`, { cause: error });
  }
}

function kindProblem(stats: Stats, pipe: boolean): string | undefined {
  if (stats.isDirectory()) return "it is a folder, and no file";
  if (!stats.isFile() && !(pipe && stats.isFIFO())) return "it is a device or a pipe, and no file";
  return stats.size > LARGEST ? "it is larger than 10 MiB" : undefined;
}
