import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith } from "../files";
import { ecrCache } from "./ecr-cache";
import { npm, REPOSITORY } from "./npm";

const kept = (names: string, line: string) => ({
  code: 64,
  stdout: "",
  stderr: `npm has kept ${names} for itself, because there is no -- before it. Nothing was done.\n  fix: ${line}\n`,
});

/** What npm sets for a script of package.json. */
const script = (name: string, more: Readonly<Record<string, string>>) => ({
  ...process.env,
  npm_lifecycle_event: name,
  npm_lifecycle_script: `node tools/ecr-cache.cjs ${name}`,
  ...more,
});

describe("an option that npm has kept for itself", () => {
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
    ["is npm's own registry", { npm_config_registry: "https://registry.example.com/" }],
    ["is npm's own prefix", { npm_config_prefix: "/usr/local" }],
    ["is another option of npm's", { npm_config_loglevel: "silent", npm_config_all: "true" }],
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
      expect(stderr).not.toContain("npm has kept");
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
