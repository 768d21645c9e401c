import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { scripts, version } from "../package.json";
import { settingsSchema } from "../tools/cache/settings-schema";
import { gitLabProblems } from "./pipelines/gitlab-structure";
import { action, gitLabPipeline, text } from "./pipelines/pipeline-files";

const page = text("docs/ci-check.md");

/** The first example of YAML under a heading. */
function example(heading: string): string {
  const section = page.split(/^## /m).find((one) => one.startsWith(`${heading}\n`)) ?? "";
  return /^```yaml\n([\s\S]*?)^```/m.exec(section)?.[1] ?? "";
}

describe("docs/ci-check.md", () => {
  test("has a file of settings with every key that there is", () => {
    const settings = settingsSchema
      .required({ rewrite: true })
      .parse(parse(example(".ecr-cache.yaml")));
    const { paths = [], images = [] } = settings.rewrite?.ignore ?? {};
    expect([paths.length, images.length]).toEqual([1, 2]);
  });

  test("explains every key that there is", () => {
    const keys = [...page.matchAll(/^\| `((?:registries|rewrite)[\w.]*)`/gm)].map(([, key]) => key);
    const ignored = settingsSchema.shape.rewrite.unwrap().shape.ignore.unwrap().shape;
    const inIgnore = Object.keys(ignored).map((key) => `rewrite.ignore.${key}`);
    expect(keys).toEqual(["registries", ...inIgnore]);
  });

  test("has a workflow that GitHub accepts, with the action as it is", () => {
    const folder = mkdtempSync(join(tmpdir(), "ci-check-"));
    mkdirSync(join(folder, ".github", "workflows"), { recursive: true });
    const file = join(folder, ".github", "workflows", "check.yml");
    writeFileSync(file, example("GitHub Actions"));
    const [, flag = "", program = ""] = scripts["lint:workflows"].split(" ");
    execFileSync(process.execPath, [flag, resolve(program)], { cwd: folder });
    rmSync(folder, { recursive: true });
    const pin = /checkout@(\S+ # \S+)/.exec(readFileSync(".github/workflows/check.yml", "utf8"));
    expect(example("GitHub Actions")).toContain(`checkout@${pin?.[1]}`);
  });

  test("has every input of the action, with its default", () => {
    const rows = [
      ...page.matchAll(/^\| `([\w-]+)` +\| [^|]* \| (`(.*?)`|that of the action) +\|$/gm),
    ];
    const { inputs } = action("action.yml");
    const expected = Object.entries(inputs).map(([name, input]) => [name, input.default]);
    expect(rows.map(([, name, , value = version]) => [name, value])).toEqual(expected);
  });

  test("has a job that GitLab accepts", () => {
    const pipeline = gitLabPipeline(example("GitLab CI"));
    expect(Object.keys(pipeline)).toEqual(["image-references"]);
    expect(gitLabProblems(pipeline)).toEqual([]);
  });

  test("has a hook of pre-commit that runs the package", () => {
    const { repos } = parse(example("pre-commit"));
    expect(repos).toMatchObject([
      {
        repo: "local",
        hooks: [
          {
            language: "node",
            additional_dependencies: [`ecr-pull-through-cache@${version}`],
            entry: "ecr-cache rewrite --check .",
          },
        ],
      },
    ]);
  });

  test("names one version, that of package.json", () => {
    const named = [...page.matchAll(/ecr-pull-through-cache@v?(\d[\w.-]*)/g)].map(([, one]) => one);
    expect(new Set(named)).toEqual(new Set([version]));
  });
});
