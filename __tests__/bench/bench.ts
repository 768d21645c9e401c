import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { RUN_APP } from "../../tools/cdktf/project";
import { makePackage } from "../../tools/package/package";
import { installAwsCdk } from "./aws-cdk";
import { manifestsIn } from "./manifests";
import { type Candidate, measure } from "./measure";

const ROUNDS = 7;
const work = mkdtempSync(join(tmpdir(), "bench-"));

const ONE = "1 stack";
const ONE_MANIFEST = "1 manifest";
const NOTHING = "node --eval 0";
const LOAD = "load cdktf and the bindings used";
const loading: Candidate = { name: LOAD, ...node("--eval", loadOnly()) };

const app: Candidate = {
  name: "synthesize main.ts",
  ...node(RUN_APP, "main.ts"),
  env: { CDKTF_OUTDIR: join(work, "app") },
};

const synth: Candidate = {
  name: "npm run synth",
  command: "npm",
  args: ["run", "synth"],
  env: { CDKTF_OUTDIR: join(work, "main") },
};

function stacks(count: number): Candidate {
  const env = { STACKS: String(count), CDKTF_OUTDIR: join(work, `stacks-${count}`) };
  return {
    name: count === 1 ? ONE : `${count} stacks`,
    ...node(RUN_APP, "__tests__/bench/stacks.ts"),
    env,
  };
}

/** Each round works all changes out again, because --diff writes none of them. */
function rewrite(count: number): Candidate {
  const name = count === 1 ? ONE_MANIFEST : `${count.toLocaleString("en")} manifests`;
  const map = "docker.io=111111111111.dkr.ecr.eu-west-1.amazonaws.com/docker-hub";
  const folder = manifestsIn(join(work, `manifests-${count}`), count);
  return { name, ...node("tools/ecr-cache.cjs", "rewrite", "--diff", "--map", map, folder) };
}

/** The command as it is installed: from the package, and not from this repository. */
async function packaged(): Promise<Candidate[]> {
  await makePackage(join(work, "dist"));
  const command = join(work, "dist", "package", "command", "ecr-cache.cjs");
  const address = "111111111111.dkr.ecr.eu-west-1.amazonaws.com/quay";
  const folder = manifestsIn(join(work, "settings"), 1);
  writeFileSync(join(folder, ".ecr-cache.yaml"), `registries:\n  quay.io: ${address}\n`);
  return [
    { name: NOTHING, ...node("--eval", "0") },
    { name: "ecr-cache --version", ...node(command, "--version") },
    {
      name: "ecr-cache rewrite --check of one file",
      ...node(command, "rewrite", "--check", "app-0.yaml"),
      cwd: folder,
    },
  ];
}

function awsCdk(): Candidate {
  const cwd = installAwsCdk(join("node_modules", ".cache", "bench"));
  return { name: "the same resources in AWS CDK", ...node("app.js"), cwd };
}

function node(...args: string[]) {
  return { command: process.execPath, args };
}

/** Requires just the packages that main.ts imports, directly or through files of its own. */
function loadOnly(): string {
  const { metafile } = buildSync({
    entryPoints: ["main.ts"],
    bundle: true,
    packages: "external",
    platform: "node",
    metafile: true,
    write: false,
  });
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
  return imports.map(({ path }) => `require("${path}")`).join(";");
}

function table(title: string, times: Map<string, number>, base: string): void {
  console.log(`\n| ${title} | median of ${ROUNDS} | ratio |\n| --- | --- | --- |`);
  for (const [name, seconds] of times) {
    const ratio = seconds / (times.get(base) ?? Number.NaN);
    console.log(`| ${name} | ${seconds.toFixed(2)} s | ${ratio.toFixed(2)} |`);
  }
}

async function bench(): Promise<void> {
  console.log(`Node ${process.version} on ${process.platform}; whole processes, taking turns.`);
  table("one stack", measure([loading, app, synth, awsCdk()], ROUNDS), LOAD);
  table("many stacks in one app", measure([stacks(1), stacks(100), stacks(400)], ROUNDS), ONE);
  table("rewriting references", measure([rewrite(1), rewrite(1000)], ROUNDS), ONE_MANIFEST);
  table("the installed command", measure(await packaged(), ROUNDS), NOTHING);
}

bench();
