import { readFileSync, statSync } from "node:fs";
import { parseImageReference } from "../../references/image-reference";
import { UsageError } from "../cli/usage-error";

/**
 * The references that arguments stand for: those in a file, those on standard input for `-`, or the
 * argument itself. In a list, `#` begins a comment, and blanks are as good as line ends, as
 * `kubectl -o jsonpath` puts them.
 *
 * @throws UsageError for a file that is not there
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

/** `images.txt` would be a reference to an image of that name: more likely, the file is missing. */
function asReference(arg: string): string {
  const reference = parseImageReference(arg);
  const bare = reference && reference.tag === undefined && reference.digest === undefined;
  const looksLikeFile = bare && arg.slice(arg.lastIndexOf("/") + 1).includes(".");
  if (reference && !looksLikeFile) return arg;
  throw new UsageError(
    looksLikeFile
      ? `There is no file "${arg}". For an image of that name, write ${arg}:latest.`
      : `There is no file "${arg}", and it is no image reference.`,
  );
}
