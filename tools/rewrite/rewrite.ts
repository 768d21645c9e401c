import { NoCacheMap, readCacheMap } from "../cache/cache-map-source";
import { EXIT_USAGE, UsageError } from "../cli/command-line";
import { type CommandLine, readCommandLine, USAGE } from "./command-line";
import { NoSuchPath } from "./file-walk";
import { changedLines, diffOf, fileLines, leftLines, summary } from "./report";
import { type Rewriting, type RewrittenFile, rewritingOf } from "./rewriting";
import { replaceTextFile } from "./text-file";

/** Where a command writes to. */
export interface Output {
  out(text: string): void;
  err(text: string): void;
}

/** A file that could not be replaced; those before it are. */
class NotWritten extends Error {}

const DONE = 0;
const FOUND = 1;
const FAILED = 2;

/**
 * Makes the image references in files lead to the cache, or back.
 *
 * @returns the exit code
 */
export async function rewrite(args: readonly string[], output: Output): Promise<number> {
  try {
    const options = readCommandLine(args);
    if (!options.help) return await rewriteFiles(options, output);
    output.out(USAGE);
    return DONE;
  } catch (error) {
    const isUsage = error instanceof UsageError;
    output.err(isUsage ? `${error.message}\n` : `${textOf(error as Error)}\n`);
    return isUsage ? EXIT_USAGE : FAILED;
  }
}

/** What a user can mend needs no stack trace. */
function textOf(error: NodeJS.ErrnoException): string {
  const isKnown =
    error instanceof NoCacheMap ||
    error instanceof NoSuchPath ||
    error instanceof NotWritten ||
    error.code !== undefined;
  return isKnown ? error.message : (error.stack ?? error.message);
}

async function rewriteFiles(options: CommandLine, output: Output): Promise<number> {
  const { reverse, digests, crdPaths, source, paths } = options;
  const caches = await readCacheMap(source);
  const rewriting = rewritingOf(paths, {
    map: (text) => (reverse ? caches.toUpstream(text) : caches.toCache(text, { digests })),
    refusals: !reverse,
    crdPaths,
  });
  if (rewriting.problems.length > 0) {
    const fix = "Nothing was written: correct these files, or leave them out.";
    output.err([...rewriting.problems, fix, ""].join("\n"));
    return FAILED;
  }
  return finish(rewriting, options, output);
}

function finish(rewriting: Rewriting, { mode, reverse }: CommandLine, { out }: Output): number {
  const changed = rewriting.files.filter((file) => file.changed.length > 0);
  if (mode === "diff") {
    out(changed.map(diffOf).join(""));
    return DONE;
  }
  const isCheck = mode === "check";
  if (!isCheck) writeAll(changed);
  const where = reverse ? "to the upstream" : "to the cache";
  const parts = [
    ...(isCheck ? changedLines(rewriting) : fileLines(rewriting)),
    ...leftLines(rewriting),
    ...[...rewriting.templates, ...rewriting.unread].map((line) => `\nnot touched: ${line}`),
    "",
    summary(rewriting, isCheck ? `could lead ${where}` : `changed: now ${where}`),
  ];
  out(`${parts.join("\n").replace(/^\n+/, "")}\n`);
  return isCheck && changed.length > 0 ? FOUND : DONE;
}

function writeAll(files: readonly RewrittenFile[]): void {
  for (const [index, { path, text }] of files.entries()) {
    try {
      replaceTextFile(path, text);
    } catch (error) {
      const done = `${index} of ${files.length} files ${index === 1 ? "is" : "are"} written`;
      const fix = "fix: give yourself the right to write in its folder, then run this again";
      const message = (error as Error).message;
      throw new NotWritten(`${path}: cannot be written: ${message}\n  ${done}\n  ${fix}`);
    }
  }
}
