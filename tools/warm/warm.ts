import { type CacheMapSource, readCacheMap } from "../cache/cache-map-source";
import type { Context } from "../cli/context";
import { EXIT, type ExitCode } from "../cli/exit-code";
import { readImageList } from "./image-list";
import { Progress } from "./progress";
import { RegistryClient } from "./registry-client";
import { RegistryLogins } from "./registry-logins";
import { counted, describeProblems, describeSummary, type Summary, summarize } from "./summary";
import { type Targets, targetsFor } from "./target";
import { type Result, warmAll } from "./warm-all";
import { warmImage } from "./warm-image";

export interface WarmOptions {
  readonly source: CacheMapSource;
  /** Platforms whose images have to be in the cache too. */
  readonly platform?: readonly string[];
  /** The number of concurrent pulls. */
  readonly concurrency: number;
  /** How often a failed request is retried. */
  readonly retries: number;
  /** For one request, in milliseconds. */
  readonly timeout: number;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** Pulls the manifests of images through the cache. */
export async function warm(
  images: readonly string[],
  options: WarmOptions,
  context: Context,
): Promise<ExitCode> {
  const list = await readImageList(images, context.readStandardInput);
  const targets = targetsFor(list, await readCacheMap(options.source, context));
  if (options.dryRun) return dryRun(targets, options, context);
  // An interruption still prints what was warmed until then.
  return context.interruption.letFinish(() => warmTargets(targets, options, context));
}

function dryRun(all: Targets, { json }: WarmOptions, { terminal }: Context): ExitCode {
  const summary = summarize({ ...all, targets: [] }, []);
  const wouldPull = all.targets.map(({ image, reference }) => ({ image, reference }));
  if (json) {
    const { left, failed } = summary;
    terminal.printJson({ wouldPull, left, failed });
  } else {
    const lines = all.targets.map(({ reference, tag }) =>
      tag === undefined ? `would look up ${reference}` : `would pull ${reference}`,
    );
    const counts = { "to warm": lines.length, left: all.left.length, failed: all.refused.length };
    terminal.print(
      [...lines, "", ...describeProblems(summary, terminal.colors), counted(counts)].join("\n"),
    );
  }
  return summary.failed.length > 0 ? EXIT.no : EXIT.done;
}

async function warmTargets(
  all: Targets,
  options: WarmOptions,
  { interruption: { signal }, terminal }: Context,
): Promise<ExitCode> {
  const limits = { signal, timeout: options.timeout };
  const client = new RegistryClient(new RegistryLogins(limits), { ...options, ...limits });
  const progress = new Progress(all.targets.length, terminal);
  const results: Result[] = [];
  await warmAll(all.targets, {
    concurrency: options.concurrency,
    signal,
    warm: (target) => warmImage(target, options.platform ?? [], client),
    onStart: (target) => progress.started(target),
    onResult: (result) => {
      results.push(result);
      progress.finished(result);
    },
  });
  const summary = summarize(all, results);
  if (options.json) terminal.printJson(summary);
  else terminal.print(describeSummary(summary, terminal.colors).join("\n"));
  return exitCode(summary);
}

function exitCode({ failed, notTried }: Summary): ExitCode {
  if (notTried.length > 0) return EXIT.interrupted;
  return failed.length > 0 ? EXIT.no : EXIT.done;
}
