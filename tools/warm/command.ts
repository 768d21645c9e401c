import { text } from "node:stream/consumers";
import { runWarm } from "./run-warm";

const interruption = new AbortController();
let reading = false;

/** `npm run warm`: images are in the cache before somebody needs them. */
async function main(): Promise<void> {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      // Nothing has been begun while a list is read.
      if (reading || interruption.signal.aborted) process.exit(130);
      interruption.abort();
    });
  }
  process.exitCode = await runWarm(process.argv.slice(2), {
    readStandardInput: async () => {
      reading = true;
      const list = await text(process.stdin);
      reading = false;
      return list;
    },
    print: (output) => process.stdout.write(output),
    screen: process.stderr,
    signal: interruption.signal,
  });
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
