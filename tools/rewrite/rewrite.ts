import { writeFile } from "../atomic-file";
import { type CacheMapSource, readCacheMap } from "../cache/cache-map-source";
import { readSettings } from "../cache/settings-file";
import type { Context } from "../cli/context";
import { EXIT, type ExitCode } from "../cli/exit-code";
import type { Terminal } from "../cli/terminal";
import { UserError } from "../cli/user-error";
import type { CrdPath } from "./formats/crd-paths";
import { ignoredBy } from "./ignored";
import { changedLines, diffOf, fileLines, leftLines, summary } from "./report";
import { reportJson } from "./report-json";
import { type Rewriting, type RewrittenFile, rewritingOf } from "./rewriting";

export interface RewriteOptions {
  readonly mode: "write" | "check" | "diff";
  /** Whether to point references back from the cache to the upstream. */
  readonly reverse?: boolean;
  /** Whether to change references with a digest too. */
  readonly digests?: boolean;
  readonly crdPath?: readonly CrdPath[];
  readonly json?: boolean;
  readonly source: CacheMapSource;
}

/** Points the image references in files to the cache, or back to the upstream. */
export async function rewrite(
  paths: readonly string[],
  options: RewriteOptions,
  context: Context,
): Promise<ExitCode> {
  const { mode, reverse = false, digests = false, crdPath: crdPaths = [] } = options;
  const { terminal, interruption } = context;
  const caches = await readCacheMap(options.source, context);
  const rewriting = await rewritingOf(paths, {
    map: (text) => (reverse ? caches.toUpstream(text) : caches.toCache(text, { digests })),
    refusals: !reverse,
    crdPaths,
    ignored: ignoredBy(readSettings()),
    signal: interruption.signal,
    onFile: (path) => terminal.status(path),
  });
  if (rewriting.problems.length > 0) {
    throw new UserError(
      `${rewriting.problems.join("\n")}\nNothing was written: correct these files, or leave them out.`,
    );
  }
  const changed = rewriting.files.filter((file) => file.changed.length > 0);
  if (mode === "write") writeAll(changed);
  show(rewriting, options, terminal);
  return mode === "check" && changed.length > 0 ? EXIT.no : EXIT.done;
}

function show(rewriting: Rewriting, options: RewriteOptions, terminal: Terminal): void {
  const { mode, reverse = false, json = false } = options;
  const changed = rewriting.files.filter((file) => file.changed.length > 0);
  if (json) {
    terminal.printJson(reportJson(rewriting));
    return;
  }
  const where = reverse ? "to the upstream" : "to the cache";
  const total = summary(
    rewriting,
    mode === "write" ? `changed: now ${where}` : `could lead ${where}`,
  );
  const left = [
    ...leftLines(rewriting, terminal),
    ...[...rewriting.templates, ...rewriting.unread].map((line) => `\nnot touched: ${line}`),
  ];
  if (mode === "diff") {
    // Only the patch, so that it can be applied as it is.
    terminal.printExactly(changed.map(diffOf).join(""));
    const above = folderAbove(changed);
    if (above !== undefined) {
      terminal.warn(
        `git apply takes no file above the folder in which it runs.\n  fix: change into ${above} and run both there`,
      );
    }
    terminal.warn(paragraphs(left, changed.length > 0 ? total : `Nothing to change: ${total}`));
    return;
  }
  const lines = mode === "check" ? changedLines(rewriting) : fileLines(rewriting, terminal);
  terminal.print(paragraphs([...lines, ...left], total));
}

/** The nearest folder that all files are in, where it is above the one in which somebody stands. */
function folderAbove(files: readonly RewrittenFile[]): string | undefined {
  const [highest = ""] = files
    .map(({ path }) => /^(?:\.\.\/)+/.exec(path)?.[0] ?? "")
    .sort((one, other) => other.length - one.length);
  return highest === "" ? undefined : highest;
}

function paragraphs(lines: readonly string[], total: string): string {
  return [...lines, "", total].join("\n").replace(/^\n+/, "");
}

function writeAll(files: readonly RewrittenFile[]): void {
  for (const [index, { path, text }] of files.entries()) {
    try {
      writeFile(path, text);
    } catch (error) {
      const done = `${index} of ${files.length} files ${index === 1 ? "is" : "are"} written`;
      const fix = "fix: make its folder writable, then run this again";
      const message = (error as Error).message;
      throw new UserError(`${path}: cannot be written: ${message}\n  ${done}\n  ${fix}`);
    }
  }
}
