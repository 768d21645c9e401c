import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ecrCache } from "../cli/ecr-cache";
import { folderWith } from "../files";

const HOST = "111111111111.dkr.ecr.eu-west-1.amazonaws.com";
const WRONG =
  "\n  fix: see .ecr-cache.yaml in docs/ci-check.md, or remove the file and write a new one with `ecr-cache init --outputs outputs.json`\n";

/** What a command says that needs the map, from a folder in the one with the file. */
function withSettings(text: string, ...args: readonly string[]) {
  const folder = folderWith({ ".ecr-cache.yaml": text });
  mkdirSync(join(folder, "deploy", "base"), { recursive: true });
  const command = ["warm", "nginx:1.29", "--dry-run", ...args];
  return ecrCache(command, { folder: join(folder, "deploy", "base") });
}

const settings = (...lines: readonly string[]) =>
  ["registries:", `  docker.io: ${HOST}/docker-hub`, ...lines, ""].join("\n");

describe(".ecr-cache.yaml", () => {
  it("is found in the folder above, and says what is cached where", async () => {
    expect(await withSettings(settings())).toEqual({
      code: 0,
      stdout: `would pull ${HOST}/docker-hub/library/nginx:1.29\n\n1 to warm.\n`,
      stderr: "",
    });
  });

  it("gives way to the command line", async () => {
    const { stdout } = await withSettings(settings(), "--map", `docker.io=${HOST}/hub`);
    expect(stdout).toContain(`would pull ${HOST}/hub/library/nginx:1.29\n`);
  });

  it("is not looked at where an app is named", async () => {
    const app = ["--app", "nowhere.ts"];
    const { code, stderr } = await withSettings("registries: [", ...app);
    expect(stderr).toContain("There is no app");
    expect(code).toBe(2);
  });

  it.each([
    [
      "no YAML",
      'registries: {a: "b\n',
      '../../.ecr-cache.yaml:2:1: it is not valid YAML: Missing closing "quote\n',
    ],
    [
      "an alias of nothing",
      "registries: *all\n",
      "../../.ecr-cache.yaml: it is not valid YAML: Unresolved alias (the anchor must be set before the alias): all\n",
    ],
    [
      "a key twice",
      settings("  docker.io: x"),
      "../../.ecr-cache.yaml:3:3: it is not valid YAML: Map keys must be unique\n",
    ],
    [
      "no map",
      "rewrite: {}\n",
      `../../.ecr-cache.yaml:1:1: registries: Invalid input: expected record, received undefined${WRONG}`,
    ],
    [
      "a list",
      "- a\n",
      `../../.ecr-cache.yaml:1:1: Invalid input: expected object, received array${WRONG}`,
    ],
    [
      "several mistakes",
      "registries:\n  docker.io: 5\nrewrite:\n  ignore:\n    paths: x\n    images: [1]\n    more: 1\nrewrit: 1\n",
      [
        "../../.ecr-cache.yaml:2:14: registries.docker.io: Invalid input: expected string, received number",
        "../../.ecr-cache.yaml:5:12: rewrite.ignore.paths: Invalid input: expected array, received string",
        "../../.ecr-cache.yaml:6:14: rewrite.ignore.images.0: Invalid input: expected string, received number",
        '../../.ecr-cache.yaml:5:5: rewrite.ignore: Unrecognized key: "more"',
        `../../.ecr-cache.yaml:1:1: Unrecognized key: "rewrit"${WRONG}`,
      ].join("\n"),
    ],
  ])("that is %s is refused with the place", async (_, text, stderr) => {
    expect(await withSettings(text)).toEqual({ code: 2, stdout: "", stderr });
  });

  it.each([
    ["a folder", (file: string) => mkdirSync(file), "it is a folder, and no file"],
    [
      "a device",
      (file: string) => symlinkSync("/dev/zero", file),
      "it is a device or a pipe, and no file",
    ],
    [
      "a pipe, which nobody writes to",
      (file: string) => execFileSync("sh", ["-c", `mkfifo "$0"`, file]),
      "it is a device or a pipe, and no file",
    ],
    [
      "huge",
      (file: string) => writeFileSync(file, Buffer.alloc(11 * 1024 * 1024, "#")),
      "it is larger than 10 MiB",
    ],
    [
      "UTF-16, as some shells write it",
      (file: string) => writeFileSync(file, `\ufeff${settings()}`, "utf16le"),
      "it is not UTF-8",
    ],
  ])("that is %s is refused at once", async (_, make, problem) => {
    const folder = folderWith({});
    make(join(folder, ".ecr-cache.yaml"));
    const { code, stderr } = await ecrCache(["warm", "nginx", "--dry-run"], { folder });
    expect(stderr).toContain(`.ecr-cache.yaml: ${problem}`);
    expect(code).toBe(2);
  });

  it("has all its wrong addresses named at once", async () => {
    const { code, stderr } = await withSettings(settings("  quay.io: quay", "  ghcr: ghcr"));
    expect(stderr.match(/^\S+ = .*$/gm)).toEqual(['quay.io = "quay"', 'ghcr = "ghcr"']);
    expect(code).toBe(2);
  });

  it("may name a Region that nobody knows yet, with a warning", async () => {
    const text = settings().replace("eu-west-1", "eu-north-9");
    const { code, stderr } = await withSettings(text);
    expect(stderr).toMatch(/^warning: docker\.io = "eu-north-9"\n {2}allowed: .*\n {2}fix: /);
    expect(code).toBe(0);
  });
});
