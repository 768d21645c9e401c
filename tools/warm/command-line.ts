import { CACHE_MAP_OPTIONS, CACHE_MAP_USAGE, type CacheMapSource } from "../cache/cache-map-source";
import { parseOptions, UsageError } from "../cli/command-line";

/** What the command was asked to do. */
export interface CommandLine {
  readonly help: boolean;
  /** Files, references, or `-`. */
  readonly images: readonly string[];
  readonly source: CacheMapSource;
  /** Platforms whose manifests have to be there, too. */
  readonly platforms: readonly string[];
  /** How many pulls go on at the same time. */
  readonly concurrency: number;
  /** How often one request is made again. */
  readonly retries: number;
  /** For one request, in milliseconds. */
  readonly timeout: number;
  readonly dryRun: boolean;
  readonly json: boolean;
}

export const usage = `Usage: npm run --silent warm -- IMAGE… [options]

Pulls the manifest of each image through the cache, so that it is there before somebody needs it.
IMAGE is a file with one reference a line, - for such a list on standard input, or a reference:
nginx:1.29, quay.io/x/y:1, or one that leads to the cache already. docs/warm.md has more.

${CACHE_MAP_USAGE}

  --platform OS/ARCH      wait until the manifest of this platform is there, too (repeatable)
  --concurrency N         pulls at the same time (default: 4)
  --retries N             how often a request is made again (default: 4)
  --timeout SECONDS       for one request (default: 120)
  --dry-run               say what would be pulled, and ask nobody
  --json                  the summary as JSON
  --help                  print this

Exit codes: 0 all warmed, 1 something failed, 64 a command line that makes no sense, 130 interrupted.
`;

/** @throws UsageError */
export function readCommandLine(args: readonly string[]): CommandLine {
  const { values, positionals } = parse(args);
  const { help = false, outputs, registry, app, account, platform = [] } = values;
  if (!help && positionals.length === 0) {
    throw new UsageError(
      "Which images? Give a file, references, or - for standard input. See --help.",
    );
  }
  for (const one of platform) {
    if (/^[a-z0-9]+\/[a-z0-9]+(\/[a-z0-9.]+)?$/.test(one)) continue;
    throw new UsageError(`--platform takes one such as linux/amd64 or linux/arm/v7, not "${one}".`);
  }
  return {
    help,
    images: positionals,
    source: { outputs, registry, app, account },
    platforms: platform,
    concurrency: wholeNumber("--concurrency", values.concurrency ?? "4", 1, 64),
    retries: wholeNumber("--retries", values.retries ?? "4", 0, 20),
    timeout: wholeNumber("--timeout", values.timeout ?? "120", 1, 3600) * 1000,
    dryRun: values["dry-run"] ?? false,
    json: values.json ?? false,
  };
}

function parse(args: readonly string[]) {
  return parseOptions({
    args: [...args],
    allowPositionals: true,
    options: {
      ...CACHE_MAP_OPTIONS,
      platform: { type: "string", multiple: true },
      concurrency: { type: "string" },
      retries: { type: "string" },
      timeout: { type: "string" },
      "dry-run": { type: "boolean" },
      json: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
}

function wholeNumber(option: string, text: string, least: number, most: number): number {
  const number = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new UsageError(`${option} takes a number from ${least} to ${most}, not "${text}".`);
}
