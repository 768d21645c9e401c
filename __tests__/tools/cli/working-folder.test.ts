import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { version } from "../../../package.json";
import { invocation, workingFolder } from "../../../tools/cli/invocation";
import { folderWith } from "../files";
import { npm, REPOSITORY } from "./npm";

const SCRIPT = {
  npm_command: "run",
  npm_lifecycle_event: "rewrite",
  npm_lifecycle_script: "node tools/ecr-cache.cjs rewrite",
  INIT_CWD: "/home/ann/app",
};

describe("the folder in which somebody stands", () => {
  it.each(["run", "run-script"])("is where npm was called, in a script: npm %s", (npm_command) => {
    expect(workingFolder({ ...SCRIPT, npm_command })).toBe("/home/ann/app");
  });

  it.each([
    ["outside of npm", {}],
    ["in a script that starts something else", { ...SCRIPT, npm_lifecycle_script: "make" }],
    ["with npx, which changes no folder", { ...SCRIPT, npm_command: "exec" }],
  ])("is that of the process %s", (_, env) => {
    expect(workingFolder(env)).toBeUndefined();
  });

  it("is the one from which the real npm names files", async () => {
    const folder = folderWith({ "deploy/Dockerfile": "FROM nginx:1.29\n" });
    const map = "docker.io=111111111111.dkr.ecr.eu-west-1.amazonaws.com/docker-hub";
    const rewrite = ["rewrite", "--", "--check", ".", "--map", map];
    const args = ["--prefix", REPOSITORY, "run", "--silent", ...rewrite];
    expect(await npm("npm", args, folder)).toEqual({
      code: 1,
      stdout: "deploy/Dockerfile:1: nginx:1.29\n\n1 reference in 1 file could lead to the cache\n",
      stderr: "",
    });
  });

  it("may be any in the repository, for npx", async () => {
    const { code, stdout } = await npm("npx", ["ecr-cache", "--version"], join(REPOSITORY, "docs"));
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(code).toBe(0);
  });
});

describe("how somebody types the command", () => {
  it("is with npx where npm runs it, and without elsewhere", () => {
    expect(invocation(SCRIPT)).toBe("npx ecr-cache");
    expect(invocation({})).toBe("ecr-cache");
    const fetched = join("/home/me/.npm/_npx/1069504d/node_modules/.bin", "ecr-cache");
    expect(invocation({ npm_lifecycle_event: "npx" }, fetched)).toBe(
      `npx --yes ecr-pull-through-cache@${version}`,
    );
  });
});
