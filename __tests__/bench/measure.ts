import { type SpawnSyncOptionsWithStringEncoding, spawnSync } from "node:child_process";

/** A command to time, as a whole process. */
export interface Candidate {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Median seconds of each candidate. They take turns, so that a slow moment hits all of them. */
export function measure(candidates: readonly Candidate[], rounds: number): Map<string, number> {
  const seconds = new Map(candidates.map(({ name }) => [name, [] as number[]]));
  for (const candidate of candidates) time(candidate); // Caches are warm for everybody.
  for (let round = 0; round < rounds; round++) {
    for (const candidate of candidates) seconds.get(candidate.name)?.push(time(candidate));
  }
  return new Map([...seconds].map(([name, times]) => [name, median(times)]));
}

function time({ name, command, args, cwd, env }: Candidate): number {
  const start = process.hrtime.bigint();
  const options: SpawnSyncOptionsWithStringEncoding = {
    ...(cwd !== undefined && { cwd }),
    env: { ...process.env, ...env },
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
  };
  const { status, stderr, error } = spawnSync(command, args, options);
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (status !== 0) throw new Error(`${name} failed: ${error?.message ?? stderr}`);
  return seconds;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
