import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { version } from "../../../package.json";
import { settingsJsonSchema } from "../../../tools/cache/settings-schema";
import { ECR_CACHE } from "../../../tools/main";
import { InstalledPackage } from "./installed-package";

const STACK = "ecr-pull-through-cache";

let project: InstalledPackage;
beforeAll(async () => {
  project = await InstalledPackage.install();
}, 60_000);
afterAll(() => project.remove());

describe("its command, in a repository that nothing was said to", () => {
  it.each(["rewrite .", "warm nginx", "mutating-policy", "init"])(
    "asks for a map where nothing says what is cached where: %s",
    (line) => {
      const { code, stderr } = project.ecrCache(...line.split(" "));
      expect(stderr).toMatch(/^It is unknown what is cached where: .*\n {2}fix: ecr-cache init --/);
      expect(code).toBe(2);
    },
  );
});

describe("the package", () => {
  it("needs no other one", () => {
    expect(project.installed).toEqual(["ecr-pull-through-cache"]);
  });

  it("takes less than 10 MB", () => {
    const sizes = [...project.files().values()].map(({ length }) => length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(10_000_000);
  });

  it("has nothing but the command, the library and what is said about them", () => {
    const paths = [...project.files().keys()];
    const tops = paths.map((path) => path.replace(/^(command|docs|library\/types\/\w+)\/.*/, "$1"));
    expect([...new Set(tops)].sort()).toEqual([
      "LICENSE",
      "README.md",
      "THIRD_PARTY_LICENSES",
      "command",
      "docs",
      "ecr-cache.schema.json",
      "library/index.js",
      "library/types/constructs",
      "library/types/ecr",
      "library/types/problems",
      "library/types/stacks",
      "package.json",
    ]);
  });

  it("names no place of the machine that made it", () => {
    const places = [process.cwd(), dirname(project.folder)].map((place) => place.slice(1));
    const found = [...project.files()].filter(([, content]) =>
      places.some((place) => content.includes(place)),
    );
    expect(found.map(([path]) => path)).toEqual([]);
  });

  it("has the licences of what it was bundled from", () => {
    const licenses = project.read("node_modules/ecr-pull-through-cache/THIRD_PARTY_LICENSES");
    expect(licenses).toMatch(/^- commander \S+ \(MIT\), /m);
    expect(licenses).toMatch(/^- @cdktf\/hcl2json \S+ \(MPL-2\.0\), /m);
    expect(licenses).toContain("Apache License");
    expect(licenses).not.toMatch(/^- (vitest|esbuild|cdktf) /m);
  });

  it("has the schema of .ecr-cache.yaml, to which `init` points editors", () => {
    const schema = "node_modules/ecr-pull-through-cache/ecr-cache.schema.json";
    expect(project.read(schema)).toBe(settingsJsonSchema());
    const address = "111111111111.dkr.ecr.eu-west-1.amazonaws.com/docker-hub";
    const { code } = project.ecrCache("init", "--map", `docker.io=${address}`);
    expect(code).toBe(0);
    expect(project.read(".ecr-cache.yaml")).toMatch(`$schema=./${schema}\n`);
  });
});

describe("its documentation", () => {
  const FOLDER = "node_modules/ecr-pull-through-cache/docs";

  it("is where the help of a command sends somebody", () => {
    const { stdout } = project.ecrCache("rewrite", "--help");
    const [page = ""] = /(?<=See\s+)\S+\.md/.exec(stdout) ?? [];
    expect(page).toBe(`${FOLDER}/rewrite.md`);
    expect(project.read(page)).toContain("# Rewrite references");
  });

  it("has no links to what is not along", () => {
    const pages = [...project.files()].filter(([path]) => path.startsWith("docs/"));
    const files = new Set(pages.map(([path]) => path.slice("docs/".length)));
    const links = pages.flatMap(([, text]) => [
      ...String(text).matchAll(/\]\((?!https?:|#)([^)#]*)/g),
    ]);
    expect(links.length).toBeGreaterThan(20);
    expect(links.map(([, file = ""]) => file).filter((file) => !files.has(file))).toEqual([]);
  });
});

describe("its command", () => {
  it("runs with npx", () => {
    expect(project.run("npx", "ecr-cache", "--version")).toEqual({
      code: 0,
      stdout: `${version}\n`,
      stderr: "",
    });
  });

  it("checks a file by .ecr-cache.yaml", () => {
    project.write("Dockerfile", "FROM node:22\n");
    const { code, stdout } = project.ecrCache("rewrite", "--check", "Dockerfile");
    expect(stdout).toContain("Dockerfile:1: node:22");
    expect(code).toBe(1);
  });

  it.each(Object.keys(ECR_CACHE.subcommands))("explains %s", (name) => {
    const { code, stdout, stderr } = project.ecrCache(name, "--help");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain(`Usage: ecr-cache ${name}`);
  });

  it("refuses an option that it does not have", () => {
    const { code, stderr } = project.ecrCache("rewrite", "--chek", ".");
    expect(stderr).toContain("Did you mean --check?");
    expect(code).toBe(64);
  });

  it("says where to run what needs an app", () => {
    const { code, stderr } = project.ecrCache("demo");
    expect(stderr).toMatch(/no cdktf\.json in this folder or above it[\s\S]*fix: change to/);
    expect(code).toBe(2);
  });
});

describe("its library, without what it needs", () => {
  it.each([
    ["--eval", `require("${STACK}")`],
    ["--input-type=module", "--eval", `import "${STACK}"`],
  ])("says what to install: %s %s", (...args) => {
    const { code, stderr } = project.run(process.execPath, ...args);
    expect(stderr).toContain(
      `Error: The library of ${STACK} needs cdktf, which is not installed.\n  fix: npm install cdktf constructs @cdktf/provider-aws\n`,
    );
    expect(code).toBe(1);
  });
});

describe("its library", () => {
  const main = readFileSync("main.ts", "utf8").replace(/ from "\.\/[^"]*"/g, ` from "${STACK}"`);
  const required = main.replace(/import (\{.*\}) from (".*");/g, "const $1 = require($2);");

  const ofStack = (outdir: string) => project.read(`${outdir}/stacks/${STACK}/cdk.tf.json`);

  beforeAll(() => {
    project.linkPeers("typescript");
    const env = { ...process.env, CDKTF_OUTDIR: join(project.folder, "ours") };
    execFileSync(process.execPath, ["tools/run-app.cjs", "main.ts"], { env });
  });

  it.each([
    ["import", "app.mjs", main],
    ["require", "app.cjs", required],
  ])("synthesizes main.ts by %s to the same Terraform JSON", (way, file, source) => {
    expect(source).toContain(way);
    project.write(file, source);
    const { code, stderr } = project.run(process.execPath, file);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.any(String) });
    expect(ofStack("cdktf.out")).toBe(ofStack("ours"));
  });

  it("is what `ecr-cache` finds in the app of cdktf.json", () => {
    project.write("cdktf.json", JSON.stringify({ language: "typescript", app: "node app.cjs" }));
    const map = project.ecrCache(
      "init",
      "--force",
      "--app",
      "app.cjs",
      "--account",
      "222222222222",
    );
    expect(map.code).toBe(0);
    expect(project.read(".ecr-cache.yaml")).toContain("222222222222.dkr.ecr.eu-west-1");
  });

  it("is what `--app` means where cdktf.json says how TypeScript is run", () => {
    project.write("run.cjs", 'require("./app.cjs");');
    project.write("cdktf.json", JSON.stringify({ app: "node run.cjs main.ts" }));
    const ofApp = (app: string) =>
      project.ecrCache(
        "rewrite",
        "--check",
        "--app",
        app,
        "--account",
        "222222222222",
        "Dockerfile",
      );
    expect(ofApp("./main.ts")).toMatchObject({ code: 1, stderr: "" });
    expect(ofApp("other.ts").stderr).toMatch(/fix: set "app": "npx ts-node other\.ts" in cdktf/);
  });

  it("is deployed by `ecr-cache pipeline`, which reads terraform.tfvars", () => {
    project.write("terraform.tfvars", 'docker_cache_username = "somebody"\n');
    const { code, stderr } = project.ecrCache("pipeline", "plan", "--out", "plans");
    expect(stderr).toMatch(
      /2 variables have no value:\n {2}aws_org_id .*\n {2}docker_cache_token /,
    );
    expect(code).toBe(2);
  });

  it.each([
    ["node16", "node16"],
    ["preserve", "bundler"],
  ])(
    "has types for a strict project (module %s, resolved as by %s)",
    (module, moduleResolution) => {
      project.write("tsconfig.json", tsconfig({ module, moduleResolution }));
      project.write("app.ts", main);
      expect(compiled()).toEqual({ code: 0, stdout: "", stderr: "" });
      project.write("app.ts", main.replace("expiry:", "expiri:"));
      expect(compiled()).toMatchObject({
        stdout: expect.stringContaining("'expiri' does not exist"),
      });
    },
  );

  function compiled() {
    return project.run(process.execPath, "node_modules/typescript/bin/tsc", "-p", ".");
  }

  function tsconfig(options: object): string {
    const compilerOptions = { ...options, strict: true, noEmit: true, target: "ES2022", types: [] };
    return JSON.stringify({ compilerOptions, files: ["app.ts"] });
  }
});
