import { CACHE_MAP_OPTIONS, CACHE_MAP_USAGE, type CacheMapSource } from "../cache/cache-map-source";
import { parseOptions, UsageError } from "../cli/command-line";
import { type CrdPath, parseCrdPath } from "./formats/crd-paths";

/** What the command was asked to do. */
export interface CommandLine {
  readonly help: boolean;
  readonly mode: "write" | "check" | "diff";
  /** From the cache back to the upstream. */
  readonly reverse: boolean;
  /** Whether references with a digest are changed too. */
  readonly digests: boolean;
  readonly crdPaths: readonly CrdPath[];
  readonly source: CacheMapSource;
  readonly paths: readonly string[];
}

export const USAGE = `Usage: npm run rewrite -- [options] PATH…

Makes the image references in files lead to the cache. PATHs are files and folders; of a folder,
what Git ignores is left out. Nothing is written unless every file could be read.
docs/rewrite.md says what is found where.

  --check                 write nothing; end with 1 and list what is not cached but could be
  --diff                  write nothing; print what would be changed
  --reverse               back from the cache to the upstreams
  --digests               references with a digest too: only once the cache has been warmed
  --crd-path KIND:PATH    where a custom resource names an image (Backup:spec.job.image); repeatable
${CACHE_MAP_USAGE}
  --help                  print this

Exit codes: 0 done, 1 --check found something, 2 an error, 64 a wrong command line.
`;

const OPTIONS = {
  check: { type: "boolean" },
  diff: { type: "boolean" },
  reverse: { type: "boolean" },
  digests: { type: "boolean" },
  "crd-path": { type: "string", multiple: true },
  help: { type: "boolean" },
  ...CACHE_MAP_OPTIONS,
} as const;

/** @throws UsageError when an option is not one of these */
export function readCommandLine(args: readonly string[]): CommandLine {
  const { values, positionals: paths } = parsed(args);
  const { help = false, check = false, diff = false, reverse = false, digests = false } = values;
  if (check && diff) throw new UsageError("--check and --diff: choose one of them. See --help.");
  if (reverse && digests) {
    throw new UsageError(
      "--digests does nothing with --reverse: all go back, digests too. See --help.",
    );
  }
  if (!help && paths.length === 0) {
    throw new UsageError("which files? Name files or folders, such as `.`. See --help.");
  }
  const mode = check ? "check" : diff ? "diff" : "write";
  const crdPaths = (values["crd-path"] ?? []).map(crdPath);
  const { outputs, registry, app, account } = values;
  const source = {
    ...(outputs !== undefined && { outputs }),
    ...(registry !== undefined && { registry }),
    ...(app !== undefined && { app }),
    ...(account !== undefined && { account }),
  };
  return { help, mode, reverse, digests, crdPaths, source, paths };
}

function crdPath(text: string): CrdPath {
  const path = parseCrdPath(text);
  if (path) return path;
  throw new UsageError(
    `--crd-path ${text}\n  allowed: Kind:path.to.image\n  fix: write Backup:spec.jobs.image; sequences are entered by themselves`,
  );
}

function parsed(args: readonly string[]) {
  return parseOptions({ args: [...args], allowPositionals: true, options: OPTIONS });
}
