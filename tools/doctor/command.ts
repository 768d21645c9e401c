import { runDoctor } from "./run";

/** `npm run doctor`: what would break a pull through a live cache. */
async function main(): Promise<void> {
  process.exitCode = await runDoctor(process.argv.slice(2), {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
  });
}

void main();
