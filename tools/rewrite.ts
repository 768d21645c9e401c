import { readCacheMap } from "./cache/cache-map-source";
import { type CommandLine, readCommandLine, USAGE, UsageError } from "./rewrite/command-line";
import { changedLines, diffOf, fileLines, leftLines, summary } from "./rewrite/report";
import { type Rewriting, rewritingOf } from "./rewrite/rewriting";
import { replaceTextFile } from "./rewrite/text-file";

const DIFFERENT = 1;
const FAILED = 2;
const WRONG_COMMAND_LINE = 64;

/** `npm run rewrite`: makes the image references in files lead to the cache. */
async function main(): Promise<void> {
  const options = readCommandLine(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(USAGE);
    return;
  }
  const caches = await readCacheMap(options.source);
  const { reverse, digests, crdPaths } = options;
  const rewriting = rewritingOf(options.paths, {
    map: (text) => (reverse ? caches.toUpstream(text) : caches.toCache(text, { digests })),
    refusals: !reverse,
    crdPaths,
  });
  if (rewriting.problems.length > 0) {
    for (const problem of rewriting.problems) console.error(problem);
    console.error("Nothing was written: correct these files, or leave them out.");
    process.exitCode = FAILED;
    return;
  }
  report(rewriting, options);
}

function report(rewriting: Rewriting, { mode, reverse }: CommandLine): void {
  const changed = rewriting.files.filter((file) => file.changed.length > 0);
  if (mode === "diff") {
    process.stdout.write(changed.map(diffOf).join(""));
    return;
  }
  if (mode === "write") for (const { path, text } of changed) replaceTextFile(path, text);
  const lines = mode === "check" ? changedLines(rewriting) : fileLines(rewriting);
  const could = reverse ? "could lead to the upstream" : "could be cached";
  const now = reverse ? "lead to the upstream now" : "lead to the cache now";
  const last = summary(rewriting, mode === "check" ? could : now);
  const templates = rewriting.templates.map((line) => `not touched: ${line}`);
  const parts = [...lines, ...leftLines(rewriting), ...templates, "", last];
  console.log(parts.join("\n").replace(/^\n+/, ""));
  if (mode === "check" && changed.length > 0) process.exitCode = DIFFERENT;
}

main().catch((error: Error) => {
  console.error(error instanceof UsageError ? `${error.message}. See --help.` : error.message);
  process.exitCode = error instanceof UsageError ? WRONG_COMMAND_LINE : FAILED;
});
