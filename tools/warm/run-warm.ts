import { NoCacheMap, readCacheMap } from "../cache/cache-map-source";
import { EXIT_USAGE, UsageError } from "../cli/command-line";
import { type CommandLine, readCommandLine, usage } from "./command-line";
import { readImageList } from "./image-list";
import { Progress, type Screen } from "./progress";
import { RegistryClient } from "./registry-client";
import { RegistryLogins } from "./registry-logins";
import { counted, describeProblems, describeSummary, type Summary, summarize } from "./summary";
import { type Targets, targetsFor } from "./target";
import { type Result, warmAll } from "./warm-all";
import { warmImage } from "./warm-image";

/** What the command needs of the process that it runs in. */
export interface Surroundings {
  readonly readStandardInput: () => Promise<string>;
  readonly print: (text: string) => void;
  readonly screen: Screen;
  /** Ends the command before all is done. */
  readonly signal: AbortSignal;
}

/** @returns the exit code */
export async function runWarm(args: readonly string[], around: Surroundings): Promise<number> {
  try {
    const options = readCommandLine(args);
    if (options.help) {
      around.print(usage);
      return 0;
    }
    const images = await readImageList(options.images, around.readStandardInput);
    const targets = targetsFor(images, await readCacheMap(options.source));
    return options.dryRun ? dryRun(targets, options, around) : await warm(targets, options, around);
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof NoCacheMap)) throw error;
    around.screen.write(`${error.message}\n`);
    return error instanceof UsageError ? EXIT_USAGE : 1;
  }
}

function dryRun(all: Targets, { json }: CommandLine, { print }: Surroundings): number {
  const summary = summarize({ ...all, targets: [] }, []);
  const wouldPull = all.targets.map(({ image, reference }) => ({ image, reference }));
  if (json) {
    const { left, failed } = summary;
    print(`${JSON.stringify({ wouldPull, left, failed }, undefined, 2)}\n`);
  } else {
    const lines = all.targets.map(({ reference, tag }) =>
      tag === undefined ? `would look for ${reference}` : `would pull ${reference}`,
    );
    const counts = { "to warm": lines.length, left: all.left.length, failed: all.refused.length };
    print(`${[...lines, "", ...describeProblems(summary), counted(counts)].join("\n")}\n`);
  }
  return summary.failed.length > 0 ? 1 : 0;
}

async function warm(all: Targets, options: CommandLine, around: Surroundings): Promise<number> {
  const { signal, screen, print } = around;
  const limits = { signal, timeout: options.timeout };
  const client = new RegistryClient(new RegistryLogins(limits), { ...options, ...limits });
  const progress = new Progress(all.targets.length, screen);
  const results: Result[] = [];
  await warmAll(all.targets, {
    concurrency: options.concurrency,
    signal,
    warm: (target) => warmImage(target, options.platforms, client),
    onStart: (target) => progress.started(target),
    onResult: (result) => {
      results.push(result);
      progress.finished(result);
    },
  });
  progress.end();
  const summary = summarize(all, results);
  print(
    `${options.json ? JSON.stringify(summary, undefined, 2) : describeSummary(summary).join("\n")}\n`,
  );
  return exitCode(summary);
}

function exitCode({ failed, notTried }: Summary): number {
  if (notTried.length > 0) return 130;
  return failed.length > 0 ? 1 : 0;
}
