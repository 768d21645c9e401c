import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { run } from "../../../tools/terraform/terraform-cli";
import { ENTRY, ecrCache } from "../cli/ecr-cache";
import { folderWith } from "../files";
import { HUB } from "./rewritten";

const POD = "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - image: nginx:1.29\n";
const CACHED = POD.replace("nginx", `${HUB}/library/nginx`);
const MAP = ["--map", `docker.io=${HUB}`];

/** Runs the command in a folder. */
const rewriteIn = (folder: string, ...args: readonly string[]) =>
  ecrCache(["rewrite", ...args], { folder });

const read = (...path: readonly string[]) => readFileSync(join(...path), "utf8");

describe("ecr-cache rewrite", { timeout: 30_000 }, () => {
  it.runIf(existsSync("/dev/zero"))("reads no device, which might never end", async () => {
    const { code, stderr } = await ecrCache(["rewrite", "/dev/zero", ...MAP]);
    expect(stderr).toBe("/dev/zero: it is a device or a pipe, and no file that can be changed\n");
    expect(code).toBe(2);
  });

  it("tells what to do where the file alone does not say which image it is, and of nothing else", async () => {
    const folder = folderWith({ Dockerfile: "ARG BASE\nFROM ${BASE}\nFROM scratch\n" });
    const { code, stdout } = await rewriteIn(folder, ...MAP, ".");
    expect(code).toBe(0);
    expect(stdout).toContain("left: BASE has no default here: give the build the cache's address");
    expect(stdout).toContain("  Dockerfile:2: ${BASE}\n");
    expect(stdout).not.toContain("scratch");
  });

  it("writes, says what it did, and has nothing to do the second time", async () => {
    const folder = folderWith({ "k8s/pod.yaml": POD, "other.yaml": "a: 1\n" });
    const first = await rewriteIn(folder, ...MAP, ".");
    expect(first).toMatchObject({ code: 0, stderr: "" });
    expect(first.stdout).toBe(
      "k8s/pod.yaml: 1 reference\n\n1 reference in 1 file changed: now to the cache, 1 YAML file of another kind not touched\n",
    );
    expect(read(folder, "k8s/pod.yaml")).toBe(CACHED);
    const { mtimeMs } = statSync(join(folder, "k8s/pod.yaml"));
    const second = await rewriteIn(folder, ...MAP, ".");
    expect(second.stdout).toContain("0 references in 0 files");
    expect(statSync(join(folder, "k8s/pod.yaml")).mtimeMs).toBe(mtimeMs);
    expect(readdirSync(join(folder, "k8s"))).toEqual(["pod.yaml"]);
  });

  it("is a command, with paths from where it runs", async () => {
    const folder = folderWith({ "pod.yaml": POD });
    const command = [ENTRY, "rewrite", "--check", ...MAP, "."];
    const { code, stdout } = await run(process.execPath, command, { cwd: folder });
    expect(stdout).toBe(
      "pod.yaml:5: nginx:1.29\n\n1 reference in 1 file could lead to the cache\n",
    );
    expect(code).toBe(1);
  });

  it("goes back with --reverse", async () => {
    const folder = folderWith({ "pod.yaml": CACHED });
    expect((await rewriteIn(folder, ...MAP, "--reverse", "pod.yaml")).code).toBe(0);
    expect(read(folder, "pod.yaml")).toBe(POD);
  });

  it("with --check writes nothing, lists what could be cached, and ends with 1", async () => {
    const folder = folderWith({
      "pod.yaml": `${POD}    - image: quay.io/a/b:1\n    - image: nginx@sha256:${"0".repeat(64)}\n`,
    });
    const { code, stdout } = await rewriteIn(folder, ...MAP, "--check", ".");
    expect(stdout).toContain("pod.yaml:5: nginx:1.29\n");
    expect(stdout).toContain(
      "left: no cache covers quay.io: add it to the upstreams in main.ts: quay: quay()\n  pod.yaml:6: quay.io/a/b:1\n",
    );
    expect(stdout).toContain("left: it is pinned to a digest");
    expect(code).toBe(1);
    expect(read(folder, "pod.yaml")).toContain(POD);
  });

  it("with --check ends with 0 where only what cannot be cached is left", async () => {
    const folder = folderWith({ "pod.yaml": POD.replace("nginx", "quay.io/a/b") });
    const { code, stdout } = await rewriteIn(folder, ...MAP, "--check", ".");
    expect(stdout).toContain("pod.yaml:5: quay.io/a/b:1.29");
    expect(code).toBe(0);
  });

  it("with --diff prints the change and writes nothing", async () => {
    const folder = folderWith({ "pod.yaml": POD });
    const { code, stdout } = await rewriteIn(folder, ...MAP, "--diff", "pod.yaml");
    expect(stdout).toBe(
      `--- a/pod.yaml\n+++ b/pod.yaml\n@@ -1,5 +1,5 @@\n apiVersion: v1\n kind: Pod\n spec:\n   containers:\n-    - image: nginx:1.29\n+    - image: ${HUB}/library/nginx:1.29\n`,
    );
    expect(code).toBe(0);
    expect(read(folder, "pod.yaml")).toBe(POD);
  });

  it("writes nothing at all when a file is wrong, and says where", async () => {
    const folder = folderWith({ "a.yaml": POD, "b.yaml": `${POD}  x: "never closed\n` });
    const { code, stdout, stderr } = await rewriteIn(folder, ...MAP, ".");
    expect(stderr).toMatch(/^b\.yaml:7:1: this is not YAML: missing closing "quote\n/);
    expect(stderr).toContain("Nothing was written");
    expect(stdout).toBe("");
    expect(code).toBe(2);
    expect(read(folder, "a.yaml")).toBe(POD);
  });

  it("lets a template of another format be, and does the others", async () => {
    const template = "services:\n  {% if x %}\n  a: {image: nginx}\n  {% endif %}\n";
    const folder = folderWith({ "a.yaml": POD, "compose.yaml": template });
    const { code, stdout } = await rewriteIn(folder, ...MAP, ".");
    expect(code).toBe(0);
    expect(stdout).toContain("not touched: compose.yaml:2:");
    expect(read(folder, "compose.yaml")).toBe(template);
    expect(read(folder, "a.yaml")).toBe(CACHED);
  });

  it("leaves out what Git ignores, tools' folders and what is no text, but not a file that is named", async () => {
    const folder = folderWith({
      ".gitignore": "out/\n*.gen.yaml\n",
      "sub/.gitignore": "!kept.gen.yaml\n",
      "out/pod.yaml": POD,
      "a.gen.yaml": POD,
      "sub/kept.gen.yaml": POD,
      "node_modules/x/pod.yaml": POD,
      "binary.yaml": `${POD}\0`,
    });
    mkdirSync(join(folder, ".git"));
    symlinkSync(join(folder, "out"), join(folder, "link"));
    const { stdout } = await rewriteIn(folder, ...MAP, "--check", "sub", ".", "out/pod.yaml");
    expect(stdout.split("\n").filter((line) => line.includes("nginx"))).toEqual([
      "out/pod.yaml:5: nginx:1.29",
      "sub/kept.gen.yaml:5: nginx:1.29",
    ]);
  });

  it("writes through a link, and keeps the mode", async () => {
    const folder = folderWith({ "real/pod.yaml": POD });
    chmodSync(join(folder, "real/pod.yaml"), 0o640);
    symlinkSync(join("real", "pod.yaml"), join(folder, "pod.yaml"));
    expect((await rewriteIn(folder, ...MAP, "pod.yaml")).code).toBe(0);
    expect(lstatSync(join(folder, "pod.yaml")).isSymbolicLink()).toBe(true);
    expect(read(folder, "real/pod.yaml")).toBe(CACHED);
    expect(statSync(join(folder, "real/pod.yaml")).mode & 0o777).toBe(0o640);
  });

  it("says why it leaves what it cannot read", async () => {
    const definitions = `\${jsonencode([${" ".repeat(80)}])}`;
    const task = { aws_ecs_task_definition: { a: { container_definitions: definitions } } };
    const folder = folderWith({
      Dockerfile: "ARG BASE\nFROM ${BASE}\n",
      "main.tf.json": JSON.stringify({ resource: task }),
    });
    const { stdout } = await rewriteIn(folder, ...MAP, "--check", ".");
    expect(stdout).toContain("left: BASE has no default here");
    expect(stdout).toContain("  Dockerfile:2: ${BASE}\n");
    expect(stdout).toContain("left: it is an expression of Terraform");
    expect(stdout).toContain("  main.tf.json:1: ${jsonencode([…\n");
    expect(stdout).toContain("0 references in 0 files could lead to the cache, 2 left");
  });

  it("says which file it could not write, and how many are written", async () => {
    const folder = folderWith({ "a.yaml": POD, "b.yaml": POD, "c.yaml": POD });
    mkdirSync(join(folder, `b.yaml.${process.pid}.tmp`));
    const { code, stdout, stderr } = await rewriteIn(folder, ...MAP, ".");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(
      /^b\.yaml: cannot be written: EEXIST.*\n {2}1 of 3 files is written\n {2}fix: .*run this again\n$/,
    );
    expect([read(folder, "a.yaml"), read(folder, "b.yaml")]).toEqual([CACHED, POD]);
  });

  it("says which files it cannot read as text", async () => {
    const folder = folderWith({ "logo.png": "\0" });
    writeFileSync(join(folder, "old.yaml"), Buffer.from(`# caf\u00E9\n${POD}`, "latin1"));
    writeFileSync(join(folder, "Dockerfile"), Buffer.from("FROM nginx\n", "utf16le"));
    const { code, stdout } = await rewriteIn(folder, ...MAP, "--check", ".");
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout:
        "not touched: Dockerfile: it is not UTF-8, or larger than 10 MiB\n\nnot touched: old.yaml: it is not UTF-8, or larger than 10 MiB\n\n0 references in 0 files could lead to the cache\n",
    });
  });

  it("takes a file once, though a link leads to it", async () => {
    const folder = folderWith({ "real/pod.yaml": POD });
    symlinkSync(join("real", "pod.yaml"), join(folder, "pod.yaml"));
    const { stdout } = await rewriteIn(folder, ...MAP, "--check", ".");
    expect(stdout).toContain("real/pod.yaml:5: nginx:1.29\n\n1 reference in 1 file");
  });

  it("keeps the names that a kustomization looks for", async () => {
    const folder = folderWith({
      "base/kustomization.yaml": "resources: [pod.yaml]\n",
      "base/pod.yaml": `${POD}    - image: redis:7\n`,
      "prod/kustomization.yaml":
        "resources:\n- ../base\nimages:\n- name: nginx\n  newTag: '1.30'\n",
    });
    expect((await rewriteIn(folder, ...MAP, ".")).code).toBe(0);
    expect(read(folder, "base/pod.yaml")).toBe(`${POD}    - image: ${HUB}/library/redis:7\n`);
    expect(read(folder, "prod/kustomization.yaml")).toContain(
      `- name: nginx\n  newName: ${HUB}/library/nginx\n`,
    );
  });

  it("takes the caches from a file of outputs", async () => {
    const outputs = { stack: { ecr_cache_registries: { "docker.io": HUB } } };
    const folder = folderWith({ "pod.yaml": POD, "outputs.json": JSON.stringify(outputs) });
    expect((await rewriteIn(folder, "--outputs", "outputs.json", "pod.yaml")).code).toBe(0);
    expect(read(folder, "pod.yaml")).toBe(CACHED);
  });

  it.each([
    [[], "Missing required argument 'path'. See --help.\n", 64],
    [["--chekc", "."], "Unknown option '--chekc'. Did you mean --check? See --help.\n", 64],
    [
      ["--check", "--diff", "."],
      "Option '--check' cannot be used with option '--diff'. See --help.\n",
      64,
    ],
    [
      ["--reverse", "--digests", "."],
      "Option '--reverse' cannot be used with option '--digests'. See --help.\n",
      64,
    ],
    [
      ["--crd-path", "Backup", "."],
      '--crd-path "Backup"\n  allowed: <kind>:<path>, with no index for lists\n  fix: write --crd-path Backup:spec.jobs.image\n',
      64,
    ],
    [[...MAP, "nowhere"], "nowhere: there is no such file or folder\n", 2],
  ])("%j ends with what is wrong", async (args, stderr, code) => {
    expect(await rewriteIn(folderWith({}), ...args)).toEqual({ code, stdout: "", stderr });
  });
});
