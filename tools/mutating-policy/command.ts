import { readCacheMap } from "../cache/cache-map-source";
import { EXIT_USAGE, UsageError } from "../cli/command-line";
import { readCommandLine, usage } from "./command-line";
import { manifest } from "./manifest";

/** `npm run mutating-policy`: a policy for Kubernetes that sends images of pods to the caches. */
async function main(): Promise<void> {
  const { help, source, options } = readCommandLine(process.argv.slice(2));
  process.stdout.write(help ? usage : manifest(await readCacheMap(source), options));
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = error instanceof UsageError ? EXIT_USAGE : 1;
});
