import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { type CacheMapSource, readCacheMap } from "../../../tools/cache/cache-map-source";
import { useLocalAws } from "../../local-aws/fixture";
import { aContext } from "../cli/context";
import { ecrCache } from "../cli/ecr-cache";
import { folderWith } from "../files";

const HOST = "111111111111.dkr.ecr.eu-west-1.amazonaws.com";
const MAP = { "docker.io": `${HOST}/docker-hub`, "quay.io": `${HOST}/quay` };
const STACK = "ecr-pull-through-cache";

/** Nobody in it says which account the caches are in. */
const NOBODY = { PATH: process.env["PATH"], HOME: mkdtempSync(join(tmpdir(), "home-")) };

async function read(source: CacheMapSource, env: NodeJS.ProcessEnv = NOBODY) {
  const { context, said } = aContext(env);
  const { entries: found } = await readCacheMap(source, context);
  const entries = Object.fromEntries(found.map(({ upstream, cache }) => [upstream, cache]));
  return { entries, said: said() };
}

async function entries(source: CacheMapSource): Promise<Record<string, string>> {
  return (await read(source)).entries;
}

function written(content: unknown): string {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  return join(folderWith({ "outputs.json": text }), "outputs.json");
}

/** Reads the map in a project of its own, whose app is main.ts, with these files beside it. */
async function inProject(files: Readonly<Record<string, string>>, env?: NodeJS.ProcessEnv) {
  const app = `node ${resolve("tools/run-app.cjs")} ${resolve("main.ts")}`;
  const before = process.cwd();
  process.chdir(folderWith({ "cdktf.json": JSON.stringify({ app }), ...files }));
  try {
    return await read({}, env);
  } finally {
    process.chdir(before);
  }
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
    expect(await entries({ map: MAP })).toEqual(MAP);
  });

  it("is what an app would deploy, where it names the account", async () => {
    expect(await read({ app: "examples/production.ts" })).toEqual({
      entries: { ...MAP, "ghcr.io": `${HOST}/github` },
      said: "The caches of production are in the account 111111111111, according to the app.\n",
    });
  });

  it("is what main.ts would deploy to an account", async () => {
    expect(await read({ account: "111111111111" })).toEqual({
      entries: { "docker.io": `${HOST}/docker-hub` },
      said: "",
    });
  });

  it("may have a slash at its end, and the whole registry for ROOT", async () => {
    expect(await entries({ map: { "docker.io": `${HOST}/` } })).toEqual({ "docker.io": HOST });
  });

  it("may lead around the caches", async () => {
    const around = { "docker.io": "docker.io" };
    expect(await entries({ map: around })).toEqual(around);
  });
});

describe("the account of the caches, where neither the app nor the command line says it", () => {
  const local = useLocalAws({ accountId: "333333333333" });
  const state = { [`terraform.${STACK}.tfstate`]: `{"id":"222222222222.dkr.ecr.eu-west-1"}` };
  const of = (account: string) => ({
    "docker.io": `${account}.dkr.ecr.eu-west-1.amazonaws.com/docker-hub`,
  });

  it("is that of the state beside the project", async () => {
    expect(await inProject(state)).toEqual({
      entries: of("222222222222"),
      said: `The caches of ${STACK} are in the account 222222222222, according to terraform.${STACK}.tfstate.\n`,
    });
  });

  it("is that of the credentials, where there is no state", async () => {
    const env = local.aws.environment("eu-west-1");
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    const found = await inProject({}, process.env);
    vi.unstubAllEnvs();
    expect(found).toEqual({
      entries: of("333333333333"),
      said: `The caches of ${STACK} are in the account 333333333333, according to the AWS credentials.\n`,
    });
  });

  it("is asked for, where there are neither", async () => {
    await expect(inProject({})).rejects.toThrow(
      `The account of the caches of ${STACK} is unknown: it is neither in the app nor in a local state, and there are no AWS credentials.\n  fix: add --account <id>, or use --outputs`,
    );
  });
});

describe("a map that cannot be had", () => {
  const rows: [string, CacheMapSource, string | RegExp][] = [
    [
      "from an app with stacks in several Regions",
      { app: "examples/multi-region.ts" },
      /^docker\.io is cached in several places: .*\n {2}fix: choose one with --map docker\.io=…$/,
    ],
    [
      "from a file that is not there",
      { outputs: "nowhere.json" },
      /^--outputs nowhere\.json: there is no such file\n {2}fix: write it where the caches are deployed, with `terraform output -json > nowhere\.json` or `npx cdktf output /,
    ],
    [
      "from a file that is no JSON",
      { outputs: written("{") },
      /^--outputs .*: .*JSON.*\n {2}fix: /,
    ],
    [
      "from a file that is no JSON, of which nothing is shown",
      { outputs: written('{"token": hunter2}') },
      /^--outputs [^{]*outputs\.json: it is not JSON\n {2}fix: any JSON checker shows where$/,
    ],
    ["from a folder", { outputs: "tools" }, /^--outputs tools: it is a folder, and no file$/],
    [
      "from outputs with names that every object has",
      { outputs: written('{"ecr_cache_registries": {"constructor": "x", "__proto__": "y"}}') },
      /^constructor = "constructor"\n(?:.*\n)*__proto__ = "__proto__"\n/,
    ],
    [
      "from other outputs",
      { outputs: written({ vpc_id: { value: "vpc-1" } }) },
      /it contains no output ecr_cache_registries\n {2}fix: deploy the caches, then write it with `npx cdktf output /,
    ],
    [
      "from outputs of which one is no text",
      { outputs: written({ ecr_cache_registries: { value: { "docker.io": 1 } } }) },
      /^docker\.io = 1\n {2}allowed: /,
    ],
    [
      "with all that is wrong with it",
      { map: { "docker.io": `https://${HOST}`, docker: `${HOST}/x`, "quay.io": `${HOST}/quay` } },
      /^docker\.io = "https:\/\/[^\n]*\n {2}allowed: [^\n]*\n {2}fix: [^\n]*\ndocker = "docker"\n {2}allowed: [^\n]*\n {2}fix: [^\n]*$/,
    ],
    ["without an upstream", { map: {} }, "nothing is cached: the map contains no upstream"],
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
    await expect(read(source)).rejects.toThrow(message);
  });
});

describe("an app of somebody else's", () => {
  const manifest = (text: string) => `echo '${text}' > $CDKTF_OUTDIR/manifest.json`;
  const entry = '"name": "a", "synthesizedStackPath": "a.json", "workingDirectory": "."';

  it.each([
    ["is configured by null", null, /^.*cdktf\.json does not name an app/],
    [
      "writes nothing",
      "true",
      /^The app wrote no .*manifest\.json as CDKTF does, with "stacks" in it/,
    ],
    ["writes a broken manifest", manifest("{"), /^The app wrote no .*manifest\.json/],
    ["writes a manifest of nothing", manifest("null"), /^The app wrote no .*manifest\.json/],
    [
      "writes a stack that is none",
      `${manifest(`{"stacks": {"a": {${entry}}}}`)}; echo null > $CDKTF_OUTDIR/a.json`,
      /^The app wrote no .*a\.json as CDKTF does, with "terraform" in it/,
    ],
    ["is killed", "kill -9 $$", /^It was ended by SIGKILL\.$/],
  ])("is a mistake of the app's where it %s", async (_, app, message) => {
    const folder = folderWith({ "cdktf.json": JSON.stringify(app && { app }) });
    const { code, stderr } = await ecrCache(["warm", "nginx", "--dry-run"], { folder });
    expect(stderr.trim()).toMatch(message);
    expect(stderr).not.toContain("This is a bug");
    expect(code).toBe(2);
  });
});

describe("a map with two addresses for one upstream", () => {
  it("is refused", async () => {
    const map = (prefix: string) => `--map=docker.io=${HOST}/${prefix}`;
    const { code, stderr } = await ecrCache(["warm", "nginx", map("a-1"), map("b-2")]);
    expect(stderr).toContain(
      `\n  allowed: one address for docker.io\n  fix: leave out this one, or --map docker.io=${HOST}/a-1\n`,
    );
    expect(code).toBe(64);
  });
});

describe("options that say it twice", () => {
  const pair = `docker.io=${HOST}/docker-hub`;
  const both = (one: string, other: string) =>
    `Option '${one}' cannot be used with option '${other}'. See --help.\n`;

  it.each([
    ["--outputs <file>", "--map <host=address>", ["--outputs", "a", "--map", pair]],
    ["--outputs <file>", "--app <file>", ["--app", "main.ts", "--outputs", "a"]],
    ["--outputs <file>", "--account <id>", ["--outputs", "a", "--account", "111111111111"]],
    ["--map <host=address>", "--app <file>", ["--map", pair, "--app", "main.ts"]],
    ["--map <host=address>", "--account <id>", ["--map", pair, "--account", "111111111111"]],
    ["--registry <host=address>", "--app <file>", ["--registry", pair, "--app", "main.ts"]],
    ["--registry <host=address>", "--map <host=address>", ["--registry", pair, "--map", pair]],
  ])("%s and %s are refused with 64", async (one, other, args) => {
    for (const command of [
      ["warm", "nginx"],
      ["rewrite", "nowhere"],
      ["mutating-policy"],
      ["init"],
    ]) {
      expect(await ecrCache([...command, ...args])).toEqual({
        code: 64,
        stdout: "",
        stderr: both(one, other),
      });
    }
  });

  it.each(["docker.io", "=", "docker.io=", `=${HOST}`, "docker.io=a=b", ""])(
    "a pair is not %j",
    async (given) => {
      const { code, stderr } = await ecrCache(["mutating-policy", "--map", given]);
      expect(stderr).toMatch(/^--map ".*"\n {2}allowed: <host>=<address>\n {2}fix: write --map /);
      expect(code).toBe(64);
    },
  );
});
