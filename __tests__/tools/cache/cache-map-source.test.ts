import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type CacheMapSource, readCacheMap } from "../../../tools/cache/cache-map-source";

const HOST = "111111111111.dkr.ecr.eu-west-1.amazonaws.com";
const MAP = { "docker.io": `${HOST}/docker-hub`, "quay.io": `${HOST}/quay` };

async function entries(source: CacheMapSource): Promise<Record<string, string>> {
  const { entries: found } = await readCacheMap(source);
  return Object.fromEntries(found.map(({ upstream, cache }) => [upstream, cache]));
}

function written(content: unknown): string {
  const file = join(mkdtempSync(join(tmpdir(), "outputs-")), "outputs.json");
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

describe("which upstream is cached where", () => {
  it("is what `terraform output -json` says", async () => {
    const outputs = written({ ecr_cache_registries: { sensitive: false, type: [], value: MAP } });
    expect(await entries({ outputs })).toEqual(MAP);
  });

  it("is what `cdktf output --outputs-file` says of one stack, or of several", async () => {
    const one = { "docker.io": `${HOST}/docker-hub` };
    const two = { "quay.io": `${HOST}/quay` };
    const outputs = written({
      one: { ecr_cache_registries: one, ecr_cache_prefix: {} },
      two: { ecr_cache_registries: two },
      other: { vpc: "vpc-1" },
    });
    expect(await entries({ outputs })).toEqual(MAP);
  });

  it("is what is said on the command line", async () => {
    const registry = Object.entries(MAP).map((pair) => pair.join("="));
    expect(await entries({ registry })).toEqual(MAP);
  });

  it("is what an app would deploy, where it names the account", async () => {
    expect(await entries({ app: "examples/production.ts" })).toEqual({
      ...MAP,
      "ghcr.io": `${HOST}/github`,
    });
  });

  it("is what main.ts would deploy to an account", async () => {
    expect(await entries({ account: "111111111111" })).toEqual({
      "docker.io": `${HOST}/docker-hub`,
    });
  });

  it("may have a slash at its end, and the whole registry for ROOT", async () => {
    expect(await entries({ registry: [`docker.io=${HOST}/`] })).toEqual({ "docker.io": HOST });
  });

  it("may lead around the caches", async () => {
    expect(await entries({ registry: ["docker.io=docker.io"] })).toEqual({
      "docker.io": "docker.io",
    });
  });
});

describe("a map that cannot be had", () => {
  const rows: [string, CacheMapSource, string | RegExp][] = [
    [
      "from two places at once",
      { outputs: "a.json", app: "main.ts" },
      "--outputs, --registry and --app each say what is cached: leave two out",
    ],
    [
      "from main.ts without an account",
      {},
      "main.ts does not say which account its caches are in\n  fix: add --account <id>, or use --outputs",
    ],
    [
      "from an app with stacks in several Regions",
      { app: "examples/multi-region.ts" },
      /^docker\.io is cached in several places: .*\n {2}fix: choose one with --registry docker\.io=…$/,
    ],
    [
      "from a file that is not there",
      { outputs: "nowhere.json" },
      /^--outputs nowhere\.json: ENOENT/,
    ],
    ["from a file that is no JSON", { outputs: written("{") }, /^--outputs .*: .*JSON/],
    [
      "from other outputs",
      { outputs: written({ vpc_id: { value: "vpc-1" } }) },
      /there is no output ecr_cache_registries in it\n {2}fix: write it with `npx cdktf output /,
    ],
    ["from a pair without an address", { registry: ["docker.io"] }, /allowed: HOST=ADDRESS/],
    [
      "with a URL for an address",
      { registry: [`docker.io=https://${HOST}`] },
      /"https:\/\/.*" is not what references begin with/,
    ],
    [
      "with a name that is no host",
      { registry: [`docker=${HOST}/x`] },
      /^docker=.*"docker" is not/,
    ],
    [
      "from an app without caches",
      { app: "examples/pipeline-access.ts" },
      "examples/pipeline-access.ts has no stack with caches",
    ],
    [
      "from an app that does not synthesize",
      { app: "__tests__/fixtures/wrong-app.ts" },
      /^2 problems in this app/,
    ],
  ];
  it.each(rows)("is refused %s, with the fix", async (_, source, message) => {
    await expect(readCacheMap(source)).rejects.toThrow(message);
  });
});
