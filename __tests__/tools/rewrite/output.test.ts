import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ecrCache } from "../cli/ecr-cache";
import { folderWith } from "../files";
import { HUB } from "./rewritten";

const MAP = ["--map", `docker.io=${HUB}`];
const pod = (...images: readonly string[]) =>
  `apiVersion: v1\nkind: Pod\nspec:\n  containers:\n${images.map((image) => `    - image: ${image}\n`).join("")}`;

const rewriteIn = (folder: string, ...args: readonly string[]) =>
  ecrCache(["rewrite", ...MAP, ...args], { folder });
const read = (folder: string, file: string) => readFileSync(join(folder, file), "utf8");

describe("rewrite --json", () => {
  const files = { "pod.yaml": pod("nginx:1.29", "quay.io/a/b:1"), "other.yaml": "a: 1\n" };
  const report = {
    version: 1,
    changed: [
      {
        file: "pod.yaml",
        line: 5,
        reference: "nginx:1.29",
        becomes: `${HUB}/library/nginx:1.29`,
      },
    ],
    left: [
      {
        file: "pod.yaml",
        line: 6,
        reference: "quay.io/a/b:1",
        reason: expect.stringContaining("no cache covers quay.io"),
      },
    ],
    notTouched: [],
    otherYamlFiles: 1,
  };

  it("prints what was changed and what was left, and nothing else", async () => {
    const folder = folderWith(files);
    const { code, stdout, stderr } = await rewriteIn(folder, "--json", ".");
    expect(JSON.parse(stdout)).toEqual(report);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(read(folder, "pod.yaml")).toContain(`${HUB}/library/nginx:1.29`);
  });

  it.each([
    ["--check", 1],
    ["--diff", 0],
  ])("with %s writes nothing", async (mode, exitCode) => {
    const folder = folderWith(files);
    const { code, stdout } = await rewriteIn(folder, "--json", mode, ".");
    expect(JSON.parse(stdout)).toEqual(report);
    expect(code).toBe(exitCode);
    expect(read(folder, "pod.yaml")).toBe(files["pod.yaml"]);
  });

  it("names the files that are not touched", async () => {
    const template = "services:\n  {% if x %}\n  a: {image: nginx}\n  {% endif %}\n";
    const { stdout } = await rewriteIn(folderWith({ "compose.yaml": template }), "--json", ".");
    expect(JSON.parse(stdout).notTouched).toEqual([
      expect.stringMatching(/^compose\.yaml:2:\d+: /),
    ]);
  });

  it("prints nothing when a file is wrong", async () => {
    const { code, stdout } = await rewriteIn(
      folderWith({ "pod.yaml": `${pod("a")}"` }),
      "--json",
      ".",
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });
});

describe("rewrite --diff", () => {
  it("prints a patch that Git applies, and what is left beside it", async () => {
    const folder = folderWith({
      "pod.yaml": pod("nginx:1.29", "quay.io/a/b:1"),
      "deploy/pod.yaml": pod("redis:8"),
    });
    const { code, stdout, stderr } = await rewriteIn(folder, "--diff", ".");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^--- a\/deploy\/pod\.yaml\n/);
    expect(stderr).toMatch(
      /^left: no cache covers quay\.io: .*\n {2}pod\.yaml:6: quay\.io\/a\/b:1\n\n2 references in 2 files could lead to the cache, 1 left\n$/,
    );
    execFileSync("git", ["apply"], { cwd: folder, input: stdout });
    expect(read(folder, "pod.yaml")).toBe(pod(`${HUB}/library/nginx:1.29`, "quay.io/a/b:1"));
    expect(read(folder, "deploy/pod.yaml")).toBe(pod(`${HUB}/library/redis:8`));
  });

  it("says where Git applies it, when it is not in the folder in which somebody stands", async () => {
    const folder = folderWith({ "pod.yaml": pod("nginx:1.29"), "deploy/app/pod.yaml": "a: 1\n" });
    const { stderr } = await rewriteIn(join(folder, "deploy/app"), "--diff", "../..");
    expect(stderr).toContain(
      "git apply takes no file above the folder in which it runs.\n  fix: change into ../../ and run both there\n",
    );
    expect((await rewriteIn(folder, "--diff", ".")).stderr).not.toContain("git apply");
  });

  it("says so when there is nothing to change", async () => {
    expect(
      await rewriteIn(folderWith({ "pod.yaml": pod(`${HUB}/library/nginx`) }), "--diff", "."),
    ).toEqual({
      code: 0,
      stdout: "",
      stderr: "Nothing to change: 0 references in 0 files could lead to the cache\n",
    });
  });
});

describe("what .ecr-cache.yaml says is to be ignored", () => {
  const settings = (ignore: object) =>
    JSON.stringify({ registries: { "docker.io": HUB }, rewrite: { ignore } });

  /** The references that could be changed. */
  async function found(folder: string, ...args: readonly string[]): Promise<string[]> {
    const { stdout } = await ecrCache(["rewrite", "--json", "--check", ...args], { folder });
    const { changed, left } = JSON.parse(stdout);
    expect(left).toEqual([]);
    return changed.map(({ file, reference }: Record<string, string>) => `${file} ${reference}`);
  }

  it("are paths, in the syntax of .gitignore, from the file's folder on", async () => {
    const folder = folderWith({
      ".ecr-cache.yaml": settings({ paths: ["/vendor/", "*.gen.yaml", "!kept.gen.yaml"] }),
      "vendor/pod.yaml": pod("a"),
      "app/vendor/pod.yaml": pod("b"),
      "app/pod.gen.yaml": pod("c"),
      "app/kept.gen.yaml": pod("d"),
    });
    const expected = ["kept.gen.yaml d", "vendor/pod.yaml b"];
    expect(await found(folder, ".")).toEqual(expected.map((line) => `app/${line}`));
    expect(await found(join(folder, "app"), ".")).toEqual(expected);
    expect(await found(join(folder, "app"), "../vendor")).toEqual([]);
  });

  it("are images, by their whole names", async () => {
    const folder = folderWith({
      ".ecr-cache.yaml": settings({
        images: ["docker.io/library/postgres", "docker.io/my-team/*"],
      }),
      "pod.yaml": pod("postgres:17", "my-team/app:1", "docker.io/postgres", "other/app:1", "nginx"),
    });
    expect(await found(folder, ".")).toEqual(["pod.yaml other/app:1", "pod.yaml nginx"]);
  });

  it("is left also where the map is on the command line", async () => {
    const folder = folderWith({
      ".ecr-cache.yaml": settings({ images: ["docker.io/library/*"] }),
      "pod.yaml": pod("nginx", "a/b"),
    });
    expect(await found(folder, ...MAP, ".")).toEqual(["pod.yaml a/b"]);
  });

  it("is left on the way back, too", async () => {
    const text = pod(`${HUB}/library/nginx`);
    const folder = folderWith({
      ".ecr-cache.yaml": settings({ paths: ["pod.yaml"] }),
      "pod.yaml": text,
    });
    expect((await ecrCache(["rewrite", "--reverse", "."], { folder })).code).toBe(0);
    expect(read(folder, "pod.yaml")).toBe(text);
  });
});
