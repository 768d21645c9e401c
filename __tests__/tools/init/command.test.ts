import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { ecrCache } from "../cli/ecr-cache";
import { folderWith } from "../files";

const HUB = "111111111111.dkr.ecr.eu-west-1.amazonaws.com/docker-hub";
const QUAY = "111111111111.dkr.ecr.eu-west-1.amazonaws.com/quay";
const FILE = ".ecr-cache.yaml";
const MADE = "# What is cached where, for the command ecr-cache. Written by `ecr-cache init`.\n";

const initIn = (folder: string, ...args: readonly string[]) =>
  ecrCache(["init", ...args], { folder, env: {} });
const mapOf = (...pairs: readonly string[]) => pairs.flatMap((pair) => ["--map", pair]);
const read = (folder: string, file = FILE) => readFileSync(join(folder, file), "utf8");

describe("ecr-cache init", () => {
  it("writes the map into the folder, and says what comes next", async () => {
    const folder = folderWith({});
    const map = mapOf(`docker.io=${HUB}`, `quay.io=${QUAY}/`);
    expect(await initIn(folder, ...map)).toEqual({
      code: 0,
      stdout: `Wrote ${FILE}, with 2 caches.\nNext: ecr-cache rewrite --diff .\n`,
      stderr: "",
    });
    expect(read(folder)).toBe(`${MADE}registries:\n  docker.io: ${HUB}\n  quay.io: ${QUAY}\n`);
  });

  it("says what comes next as it is typed with npm", async () => {
    const env = { npm_lifecycle_event: "npx" };
    const words = ["init", ...mapOf(`docker.io=${HUB}`)];
    const { stdout } = await ecrCache(words, { folder: folderWith({}), env });
    expect(stdout).toContain("\nNext: npx ecr-cache rewrite --diff .\n");
  });

  it("takes the map from outputs", async () => {
    const outputs = JSON.stringify({ stack: { ecr_cache_registries: { "docker.io": HUB } } });
    const folder = folderWith({ "outputs.json": outputs });
    expect((await initIn(folder, "--outputs", "outputs.json")).code).toBe(0);
    expect(parse(read(folder))).toEqual({ registries: { "docker.io": HUB } });
  });

  it("writes what the other commands read", async () => {
    const folder = folderWith({ Dockerfile: "FROM nginx:1.29\n" });
    await initIn(folder, ...mapOf(`docker.io=${HUB}`));
    expect((await ecrCache(["rewrite", "."], { folder })).code).toBe(0);
    expect(read(folder, "Dockerfile")).toBe(`FROM ${HUB}/library/nginx:1.29\n`);
  });

  it("takes the map from no file of its own kind", async () => {
    const folder = folderWith({ [FILE]: `registries:\n  docker.io: ${HUB}\n`, "cdktf.json": "{}" });
    const { code, stderr } = await initIn(folder, "--force");
    expect(stderr).toContain("cdktf.json does not name an app");
    expect(code).toBe(2);
  });

  it("says what is in its way where a file has an alias of the old map", async () => {
    const text = "registries: &all {}\nother: *all\n";
    const folder = folderWith({ [FILE]: text });
    const args = ["--force", "--schema", "schema.json", ...mapOf(`docker.io=${HUB}`)];
    const { code, stderr } = await initIn(folder, ...args);
    expect(stderr).toMatch(/^\.ecr-cache\.yaml: Unresolved alias .*: all\n {2}fix: write out /);
    expect(code).toBe(2);
    expect(read(folder)).toBe(text);
    expect(readdirSync(folder)).toEqual([FILE]);
  });

  it("leaves nothing beside a file that cannot be written", async () => {
    const folder = folderWith({ "schema.json/.keep": "" });
    const { code } = await initIn(folder, "--schema", "schema.json", ...mapOf(`docker.io=${HUB}`));
    expect(code).toBe(2);
    expect(readdirSync(folder)).toEqual(["schema.json"]);
  });

  it("takes no empty path, as of a variable that is not set", async () => {
    const args = ["--schema", "", ...mapOf(`docker.io=${HUB}`)];
    expect(await initIn(folderWith({}), ...args)).toMatchObject({
      code: 64,
      stderr:
        '--schema ""\n  allowed: a path\n  fix: write a path; check that the variable is set\n',
    });
  });

  it("writes over no file", async () => {
    const folder = folderWith({ [FILE]: "registries: {}\n" });
    expect(await initIn(folder, ...mapOf(`docker.io=${HUB}`))).toEqual({
      code: 2,
      stdout: "",
      stderr: `${FILE} already exists.\n  fix: replace its map with --force, which keeps everything else in it\n`,
    });
    expect(read(folder)).toBe("registries: {}\n");
  });

  it("with --force gives the file the new map, and keeps comments and other keys", async () => {
    const before = `# Ask the platform team.\nregistries:\n  docker.io: wrong\nrewrite:\n  ignore:\n    # not ours\n    paths: [vendor/] # for now\n`;
    const folder = folderWith({ [FILE]: before });
    expect((await initIn(folder, "--force", ...mapOf(`docker.io=${HUB}`))).code).toBe(0);
    const kept = "rewrite:\n  ignore:\n    # not ours\n    paths: [ vendor/ ] # for now\n";
    expect(read(folder)).toBe(
      `# Ask the platform team.\nregistries:\n  docker.io: ${HUB}\n${kept}`,
    );
  });

  it.each([
    ['a: "b\n', 'Missing closing "quote at line 2, column 1'],
    ["- a\n", "it is not a mapping"],
  ])("puts nothing into a file that is %j", async (text, what) => {
    const folder = folderWith({ [FILE]: text });
    const args = ["--force", "--schema", "schema.json", ...mapOf(`docker.io=${HUB}`)];
    expect(await initIn(folder, ...args)).toEqual({
      code: 2,
      stdout: "",
      stderr: `${FILE}: ${what}\n  fix: correct the file, or remove it\n`,
    });
    expect(read(folder)).toBe(text);
    expect(existsSync(join(folder, "schema.json"))).toBe(false);
  });

  it("writes nothing when the map is wrong", async () => {
    const folder = folderWith({});
    const { code, stderr } = await initIn(folder, ...mapOf("docker.io=docker-hub"));
    expect(stderr).toContain('docker.io = "docker-hub"\n  allowed: ');
    expect(code).toBe(2);
    expect(existsSync(join(folder, FILE))).toBe(false);
  });
});

describe("the schema", () => {
  async function schemaOf(folder: string) {
    await initIn(folder, "--schema", "schema.json", ...mapOf(`docker.io=${HUB}`));
    return new Ajv({ strict: true }).compile(JSON.parse(read(folder, "schema.json")));
  }

  it("is written beside the file, and accepts it", async () => {
    const folder = folderWith({});
    const accepts = await schemaOf(folder);
    expect(accepts(parse(read(folder)))).toBe(true);
    expect(read(folder)).toBe(
      `# yaml-language-server: $schema=./schema.json\n${MADE}registries:\n  docker.io: ${HUB}\n`,
    );
  });

  it.each([
    ["no map", {}],
    ["an unknown key", { registries: {}, rewrit: {} }],
    ["an address that is no text", { registries: { "docker.io": 1 } }],
    ["a path that is empty", { registries: {}, rewrite: { ignore: { paths: [""] } } }],
  ])("does not accept %s", async (_, value) => {
    expect((await schemaOf(folderWith({})))(value)).toBe(false);
  });

  it("takes the place of another one in a file that is there", async () => {
    const hint = "# yaml-language-server: $schema=";
    const folder = folderWith({ [FILE]: `# ours\n${hint}./old.json\nregistries: {}\n` });
    const args = ["--force", "--schema", "new.json", ...mapOf(`docker.io=${HUB}`)];
    expect((await initIn(folder, ...args)).code).toBe(0);
    expect(read(folder)).toBe(`${hint}./new.json\n# ours\nregistries:\n  docker.io: ${HUB}\n`);
  });

  it("is that of the package, where it is installed", async () => {
    const schema = "node_modules/ecr-pull-through-cache/ecr-cache.schema.json";
    const folder = folderWith({ [schema]: "{}", "deploy/.keep": "" });
    await initIn(join(folder, "deploy"), ...mapOf(`docker.io=${HUB}`));
    expect(read(join(folder, "deploy"))).toContain(
      `# yaml-language-server: $schema=../${schema}\n`,
    );
  });
});
