import { text } from "node:stream/consumers";
import { setImmediate } from "node:timers/promises";
import { version } from "../package.json";
import { EXIT } from "./cli/exit-code";
import { Interruption } from "./cli/interruption";
import { workingFolder } from "./cli/invocation";
import { type Program, run, type Surroundings } from "./cli/run";
import { Terminal } from "./cli/terminal";

/** The command for everybody who pulls through a cache or operates one. */
export const ECR_CACHE: Program = {
  name: "ecr-cache",
  version,
  description: "Move workloads to an Amazon ECR pull-through cache, and operate the cache.",
  subcommands: {
    init: {
      summary: "write .ecr-cache.yaml, which says what is cached where, for this repository",
      load: () => import("./init/command"),
    },
    rewrite: {
      summary: "point image references in files to the cache, or back to the upstream",
      load: () => import("./rewrite/command"),
    },
    warm: {
      summary: "pull images through the cache before they are needed",
      load: () => import("./warm/command"),
    },
    "mutating-policy": {
      summary: "print a Kubernetes policy that points the images of new pods to the cache",
      load: () => import("./mutating-policy/command"),
    },
    doctor: {
      summary: "check a live cache for everything that would break a pull",
      load: () => import("./doctor/command"),
    },
    import: {
      summary: "write import blocks for resources that already exist in AWS",
      load: () => import("./import/command"),
    },
    pipeline: {
      summary: "run a step of a deployment pipeline: plan, apply, drift and others",
      load: () => import("./pipeline/command"),
    },
    demo: {
      summary: "deploy the app to an AWS on loopback, and show what AWS would contain",
      load: () => import("./demo/command"),
    },
    "local-aws": {
      summary: "run an AWS on loopback, for deployments by hand",
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
      // When the reader of a pipe ends early (`| head`), the command still finishes its work.
      if (error.code !== "EPIPE") unwritten ??= error;
    });
  }
  const folder = workingFolder(env);
  if (folder !== undefined) process.chdir(folder);
  const interruption = new Interruption();
  interruption.listen();
  const surroundings: Surroundings = {
    terminal: new Terminal({ stdout, stderr, env }),
    env,
    interruption,
    readStandardInput: () => text(stdin),
  };
  const code = await run(ECR_CACHE, process.argv.slice(2), surroundings);
  await setImmediate(); // Streams report their errors in a later turn.
  if (interruption.signal.aborted) process.exit(code);
  if (unwritten) stderr.write(`The output could not be written: ${unwritten.message}\n`);
  process.exitCode = unwritten ? EXIT.failed : code;
}
