import { CACHE_MAP_OPTIONS, CACHE_MAP_USAGE, type CacheMapSource } from "../cache/cache-map-source";
import { parseOptions, UsageError } from "../cli/command-line";
import { KINDS, type Kind, type ManifestOptions } from "./manifest";

/** What the command was asked to do. */
export interface CommandLine {
  readonly help: boolean;
  readonly source: CacheMapSource;
  readonly options: ManifestOptions;
}

/** The cluster's own pods, and Kyverno's: a mistake here must not keep them from starting. */
const SYSTEM = ["kube-system", "kyverno"];

export const usage = `Usage: npm run mutating-policy -- [options] | kubectl apply -f -

Prints a policy that sends the images of new pods to the caches. docs/workloads.md has the order of
a roll-out.

  --kind KIND             ${KINDS.join(" or ")} (default: ${KINDS[0]})
  --exclude NAMESPACE     leave its pods alone, repeatable (default: ${SYSTEM.join(", ")})
  --digests               images with a digest too: warm the cache first
${CACHE_MAP_USAGE}
  --help                  print this
`;

/** @throws UsageError when an option is not one of these */
export function readCommandLine(args: readonly string[]): CommandLine {
  const {
    kind = KINDS[0],
    exclude = SYSTEM,
    digests = false,
    help = false,
    ...source
  } = parse(args);
  return { help, source, options: { kind: checkedKind(kind), exclude, digests } };
}

function checkedKind(kind: string): Kind {
  const known = KINDS.find((one) => one === kind);
  if (known) return known;
  throw new UsageError(
    `--kind ${kind}\n  allowed: ${KINDS.join(", ")}\n  fix: write --kind ${KINDS[0]}`,
  );
}

function parse(args: readonly string[]) {
  return parseOptions({
    args: [...args],
    options: {
      kind: { type: "string" },
      exclude: { type: "string", multiple: true },
      digests: { type: "boolean" },
      help: { type: "boolean" },
      ...CACHE_MAP_OPTIONS,
    },
  }).values;
}
