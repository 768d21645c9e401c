import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isObject } from "../../problems/value-type";
import { CacheMap } from "../../references/cache-map";
import { parseImageReference } from "../../references/image-reference";
import { synthesizeApp } from "../terraform/synthesize-app";
import { readSynthesizedStacks, type StackJson } from "../terraform/synthesized-stack";

/** Where the map comes from: a file of outputs, pairs, or an app. */
export interface CacheMapSource {
  /** What `terraform output -json` or `cdktf deploy --outputs-file` wrote. */
  readonly outputs?: string;
  /** `docker.io=111111111111.dkr.ecr.eu-west-1.amazonaws.com/docker-hub`, once for each upstream. */
  readonly registry?: readonly string[];
  /** @default "main.ts", where neither outputs nor pairs are given */
  readonly app?: string;
  /** The account of the caches, where the app does not name it. */
  readonly account?: string;
}

/** Options of `parseArgs`, the same for every command that needs a map. */
export const CACHE_MAP_OPTIONS = {
  outputs: { type: "string" },
  registry: { type: "string", multiple: true },
  app: { type: "string" },
  account: { type: "string" },
} as const;

export const CACHE_MAP_USAGE = `  --outputs FILE          what \`terraform output -json\` or \`cdktf deploy --outputs-file\` wrote
  --registry HOST=ADDRESS what is pulled from where instead, once for each upstream
  --app FILE              an app whose caches these are (default: main.ts)
  --account ID            their account, where the app does not name it`;

/** Why there is no map: a sentence with the fix. */
export class NoCacheMap extends Error {}

const OUTPUT = "ecr_cache_registries";

/**
 * The map of upstreams to caches.
 *
 * @throws NoCacheMap when the source does not say it, or says something else
 */
export async function readCacheMap(source: CacheMapSource): Promise<CacheMap> {
  const given = [source.outputs, source.registry, source.app].filter((one) => one !== undefined);
  if (given.length > 1) {
    throw new NoCacheMap("--outputs, --registry and --app each say what is cached: leave two out");
  }
  if (source.registry) return new CacheMap(checked(Object.fromEntries(pairs(source.registry))));
  if (source.outputs !== undefined) return new CacheMap(checked(fromOutputs(source.outputs)));
  return new CacheMap(checked(await fromApp(source.app ?? "main.ts", source.account)));
}

function pairs(given: readonly string[]): [string, string][] {
  return given.map((pair) => {
    const [upstream = "", cache = "", ...more] = pair.split("=");
    if (cache !== "" && more.length === 0) return [upstream, cache];
    throw new NoCacheMap(
      `--registry ${pair}\n  allowed: HOST=ADDRESS\n  fix: write docker.io=111111111111.dkr.ecr.eu-west-1.amazonaws.com/docker-hub`,
    );
  });
}

function fromOutputs(file: string): Record<string, unknown> {
  let outputs: unknown;
  try {
    outputs = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new NoCacheMap(`--outputs ${file}: ${(error as Error).message}`);
  }
  const found = mapsIn(outputs);
  if (found.length > 0) return merged(found);
  throw new NoCacheMap(
    `--outputs ${file}: there is no output ${OUTPUT} in it\n  fix: write it with \`npx cdktf output <stack> --outputs-file ${file}\``,
  );
}

/** Maps of one stack by Terraform, of some by cdktf. */
function mapsIn(outputs: unknown): Record<string, unknown>[] {
  if (!isObject(outputs)) return [];
  const own = outputs[OUTPUT];
  if (isObject(own)) return [isObject(own["value"]) ? own["value"] : own];
  return Object.values(outputs).flatMap((inner) =>
    isObject(inner) && isObject(inner[OUTPUT]) ? mapsIn(inner) : [],
  );
}

async function fromApp(app: string, account?: string): Promise<Record<string, unknown>> {
  const outdir = mkdtempSync(join(tmpdir(), "cache-map-"));
  try {
    const { code, stderr } = await synthesizeApp(app, outdir);
    if (code !== 0) throw new NoCacheMap(stderr.trim());
    const maps = readSynthesizedStacks(outdir).flatMap(({ json }) =>
      mapsIn(json.output).map((map) => inAccount(map, account ?? accountOf(json), app)),
    );
    if (maps.length === 0) throw new NoCacheMap(`${app} has no stack with caches`);
    return merged(maps);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function accountOf({ provider }: StackJson): string | undefined {
  const allowed = provider?.["aws"]?.[0]?.["allowed_account_ids"];
  return Array.isArray(allowed) ? String(allowed[0]) : undefined;
}

/** The account is the one thing that Terraform only knows from AWS. */
function inAccount(map: Record<string, unknown>, account: string | undefined, app: string) {
  const addresses = Object.entries(map).map(([upstream, cache]) => {
    const address = String(cache);
    if (!address.includes("${")) return [upstream, address];
    if (account !== undefined) return [upstream, address.replace(/^\$\{[^}]*\}/, account)];
    throw new NoCacheMap(
      `${app} does not say which account its caches are in\n  fix: add --account <id>, or use --outputs`,
    );
  });
  return Object.fromEntries(addresses);
}

/** One upstream cached twice, as in two Regions, is for the user to choose. */
function merged(maps: readonly Record<string, unknown>[]): Record<string, unknown> {
  const all: Record<string, unknown> = {};
  for (const [upstream, cache] of maps.flatMap((map) => Object.entries(map))) {
    if (upstream in all && all[upstream] !== cache) {
      throw new NoCacheMap(
        `${upstream} is cached in several places: ${all[upstream]}, ${cache}\n  fix: choose one with --registry ${upstream}=…`,
      );
    }
    all[upstream] = cache;
  }
  return all;
}

/** A wrong address would be written into every file. */
function checked(map: Record<string, unknown>): Record<string, string> {
  const entries = Object.entries(map).map(([upstream, cache]): [string, string] => {
    const address = String(cache).replace(/\/$/, "");
    for (const side of [upstream, address]) {
      if (parseImageReference(`${side}/image`)?.host === side.split("/", 1)[0]) continue;
      throw new NoCacheMap(
        `${upstream}=${address}: "${side}" is not what references begin with\n  allowed: a host, or a host and a path\n  fix: copy it from the output ${OUTPUT}`,
      );
    }
    return [upstream, address];
  });
  if (entries.length > 0) return Object.fromEntries(entries);
  throw new NoCacheMap("nothing is cached: there is no upstream in the map");
}
