import { text } from "node:stream/consumers";
import { setImmediate } from "node:timers/promises";
import { version } from "../package.json";
import { EXIT } from "./cli/exit-code";
import { Interruption } from "./cli/interruption";
import { workingFolder } from "./cli/invocation";
import { type Program, run, type World } from "./cli/run";
import { Terminal } from "./cli/terminal";

/** The second front door: for who pulls through a cache, and who runs it. */
export const ECR_CACHE: Program = {
  name: "ecr-cache",
  version,
  description: "Bring workloads to an Amazon ECR pull-through cache, and live with it.",
  subcommands: {
    init: {
      summary: "write .ecr-cache.yaml, which tells this repository what is cached where",
      load: () => import("./init/command"),
    },
    rewrite: {
      summary: "change image references in files to the cache, and back",
      load: () => import("./rewrite/command"),
    },
    warm: {
      summary: "pull images through the cache before they are needed",
      load: () => import("./warm/command"),
    },
    "mutating-policy": {
      summary: "print a policy for Kubernetes that changes the references of pods",
      load: () => import("./mutating-policy/command"),
    },
    doctor: {
      summary: "look at a live cache, and say what would break a pull",
      load: () => import("./doctor/command"),
    },
    import: {
      summary: "write import blocks for what exists in AWS already",
      load: () => import("./import/command"),
    },
    pipeline: {
      summary: "the steps of a pipeline: plan, apply, drift",
      load: () => import("./pipeline/command"),
    },
    demo: {
      summary: "deploy main.ts to an AWS on loopback, and show what it would hold",
      load: () => import("./demo/command"),
    },
    "local-aws": {
      summary: "run an AWS on loopback, to deploy to by hand",
      load: () => import("./local-aws/command"),
    },
  },
};

/** Runs the command of this process. */
export async function main(): Promise<void> {
  const { env, stdout, stderr, stdin } = process;
  let unwritten: NodeJS.ErrnoException | undefined;
  for (const stream of [stdout, stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      // A reader that goes away (`| head`) is no reason to leave work half done.
      if (error.code !== "EPIPE") unwritten ??= error;
    });
  }
  const folder = workingFolder(env);
  if (folder !== undefined) process.chdir(folder);
  const interruption = new Interruption();
  interruption.listen();
  const world: World = {
    terminal: new Terminal({ stdout, stderr, env }),
    env,
    interruption,
    readStandardInput: () => text(stdin),
  };
  const code = await run(ECR_CACHE, process.argv.slice(2), world);
  await setImmediate(); // Streams tell of their errors in a later turn.
  if (interruption.signal.aborted) process.exit(code);
  if (unwritten) stderr.write(`The output could not be written: ${unwritten.message}\n`);
  process.exitCode = unwritten ? EXIT.failed : code;
}
