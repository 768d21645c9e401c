import { readFileSync, statSync } from "node:fs";
import { parseImageReference } from "../../references/image-reference";
import { UsageError } from "../cli/usage-error";

/**
 * Reads the references that arguments name: those in a file, those on standard input for `-`, or the
 * argument itself. In a list, `#` starts a comment, and references are separated by any whitespace,
 * because `kubectl -o jsonpath` writes spaces.
 *
 * @throws UsageError for a file that does not exist
 */
export async function readImageList(
  args: readonly string[],
  readStandardInput: () => Promise<string>,
): Promise<string[]> {
  const all: string[] = [];
  for (const arg of args) {
    if (arg === "-") all.push(...referencesIn(await readStandardInput()));
    else if (isFile(arg)) all.push(...referencesIn(readFileSync(arg, "utf8")));
    else all.push(asReference(arg));
  }
  return [...new Set(all)];
}

function referencesIn(text: string): string[] {
  return text
    .split("\n")
    .flatMap((line) => line.replace(/(^|\s)#.*/, "").split(/\s+/))
    .filter((word) => word !== "");
}

function isFile(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats !== undefined && !stats.isDirectory();
}

/** `images.txt` is a valid reference, but is more likely a file that does not exist. */
function asReference(arg: string): string {
  const reference = parseImageReference(arg);
  const bare = reference && reference.tag === undefined && reference.digest === undefined;
  const looksLikeFile = bare && arg.slice(arg.lastIndexOf("/") + 1).includes(".");
  if (reference && !looksLikeFile) return arg;
  throw new UsageError(
    looksLikeFile
      ? `There is no file "${arg}". For an image of that name, write ${arg}:latest.`
      : `There is no file "${arg}", and it is not an image reference.`,
  );
}
