import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith } from "../files";
import { ecrCache } from "./ecr-cache";
import { npm, REPOSITORY } from "./npm";

const kept = (names: string, line: string) => ({
  code: 64,
  stdout: "",
  stderr: `npm took ${names} for an option of its own, because there is no -- before it. Nothing was done.\n  fix: ${line}\n`,
});

/** What npm sets for a script of package.json. */
const script = (name: string, more: Readonly<Record<string, string>>) => ({
  ...process.env,
  npm_command: "run",
  npm_package_json: resolve("package.json"),
  npm_lifecycle_event: name,
  npm_lifecycle_script: `node tools/ecr-cache.cjs ${name}`,
  ...more,
});

describe("an option that npm took for itself", () => {
  it.each([
    ["rewrite", ["."], { npm_config_check: "true" }, "--check", "--check ."],
    ["rewrite", [], { npm_config_diff: "deploy" }, "--diff", "--diff deploy"],
    [
      "rewrite",
      ["."],
      { npm_config_check: "true", npm_config_crd_path: "Backup:spec.image" },
      "--check and --crd-path",
      "--check --crd-path Backup:spec.image .",
    ],
    ["doctor", [], { npm_config_stack: "a\n\nb" }, "--stack and --stack", "--stack a --stack b"],
    [
      "doctor",
      ["main.ts"],
      { npm_config_all: "true", npm_config_parseable: "true" },
      "--app",
      "--app main.ts",
    ],
    ["pipeline", ["plan", "plans"], { npm_config_out: "true" }, "--out", "plan --out plans"],
    [
      "rewrite",
      ["."],
      { npm_config_registry: "docker.io=x" },
      "--registry",
      "--registry docker.io=x .",
    ],
  ])("is refused: %s %j with %j", async (name, words, config, names, line) => {
    const ended = await ecrCache([name, ...words], { env: script(name, config) });
    expect(ended).toEqual(kept(names, `npm run ${name} -- ${line}`));
  });

  it.each([
    ["--chek", "rewrite", ["."], { npm_config_chek: "true" }, "--check ."],
    ["--dif", "rewrite", ["."], { npm_config_dif: "true" }, "--diff ."],
    ["--dry", "warm", ["nginx"], { npm_config_dry: "true" }, "--dry-run nginx"],
  ])("is refused though it is misspelled: %s", async (names, name, words, config, line) => {
    const ended = await ecrCache([name, ...words], { env: script(name, config) });
    expect(ended).toEqual(kept(names, `npm run ${name} -- ${line}`));
  });

  it.each([
    ["warm", ["nginx", "5"], { npm_config_timeout: "true" }, "--timeout"],
    ["local-aws", ["1", "2"], { npm_config_port: "true", npm_config_account: "true" }],
    ["doctor", ["a", "b"], { npm_config_stack: "true" }, "--stack"],
    [
      "rewrite",
      ["docker.io=x", "."],
      { npm_config_all: "true", npm_config_parseable: "true", npm_config_message: "" },
      "--map",
    ],
  ])(
    "is refused without a guess at where its value stood: %s %j",
    async (name, words, config, names = "--port and --account") => {
      const ended = await ecrCache([name, ...words], { env: script(name, config) });
      expect(ended).toEqual(kept(names, `type the same line with -- in it: npm run ${name} -- …`));
    },
  );

  it("is refused with a line that a shell reads as it was meant", async () => {
    const env = script("rewrite", { npm_config_check: "true" });
    const ended = await ecrCache(["rewrite", "charts and more", "it's"], { env });
    const line = "npm run rewrite -- --check 'charts and more' 'it'\\''s'";
    expect(ended).toEqual(kept("--check", line));
  });

  it("is refused with a line for the folder in which somebody stands", async () => {
    const config = { npm_config_check: "true", npm_package_json: "/srv/the cache/package.json" };
    const ended = await ecrCache(["rewrite", "."], { env: script("rewrite", config) });
    expect(ended).toEqual(
      kept("--check", "npm --prefix '/srv/the cache' run rewrite -- --check ."),
    );
  });

  it("is refused where npm exec has kept it", async () => {
    const exec = { npm_command: "exec", npm_lifecycle_script: "ecr-cache" };
    const env = script("npx", { npm_config_check: "true", ...exec });
    const ended = await ecrCache(["rewrite", "."], { env });
    expect(ended).toEqual(kept("--check", "npm exec -- ecr-cache rewrite --check ."));
  });

  it.each([
    ["is npm's own registry", { npm_config_registry: "https://registry.example.com/" }],
    ["is npm's own prefix", { npm_config_prefix: "/usr/local" }],
    ["is another option of npm's", { npm_config_loglevel: "silent", npm_config_all: "true" }],
    ["is a flag of npm's that begins like one of ours", { npm_config_yes: "true" }],
    ["is a setting of npm's that resembles none of ours", { npm_config_save_exact: "true" }],
    ["is empty", { npm_config_check: "" }],
  ])("is none where it %s", async (_, config) => {
    for (const name of ["rewrite", "doctor"]) {
      const { stderr } = await ecrCache([name, "--unknown"], { env: script(name, config) });
      expect(stderr).toBe("Unknown option '--unknown'. See --help.\n");
    }
  });

  it.each([["--check"], ["--check=true"]])(
    "is none where it came through, too: %s",
    async (word) => {
      const env = script("rewrite", { npm_config_check: "true" });
      const { stderr } = await ecrCache(["rewrite", word, "nowhere", "--unknown"], { env });
      expect(stderr).not.toContain("npm took");
    },
  );

  it.each([
    ["another script", { npm_lifecycle_script: "make images" }],
    ["no script", { npm_lifecycle_script: undefined, npm_lifecycle_event: undefined }],
  ])("is none where %s runs the command", async (_, around) => {
    const env = { ...script("rewrite", { npm_config_check: "true" }), ...around };
    const { stderr } = await ecrCache(["rewrite", "--unknown"], { env });
    expect(stderr).toBe("Unknown option '--unknown'. See --help.\n");
  });
});

it("the real npm keeps one: nothing is written, and the line to type is said", async () => {
  const text = "FROM nginx:1.29\n";
  const folder = folderWith({ Dockerfile: text });
  const { code, stderr } = await npm("npm", ["run", "rewrite", "--check", folder], REPOSITORY);
  expect(stderr).toContain(kept("--check", `npm run rewrite -- --check ${folder}`).stderr);
  expect(code).toBe(64);
  expect(readFileSync(join(folder, "Dockerfile"), "utf8")).toBe(text);
});
