import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { APP_OPTIONS } from "../../tools/terraform/synthesize-app";
import { installAwsCdk } from "./aws-cdk";
import { type Candidate, measure } from "./measure";

const ROUNDS = 7;
const work = mkdtempSync(join(tmpdir(), "bench-"));

const LOAD = "load cdktf and the bindings used";
const loading: Candidate = { name: LOAD, ...node("--eval", loadOnly()) };

const synth: Candidate = {
  name: "npm run synth",
  command: "npm",
  args: ["run", "synth"],
  env: { CDKTF_OUTDIR: join(work, "main") },
};

function stacks(count: number): Candidate {
  const env = { STACKS: String(count), CDKTF_OUTDIR: join(work, `stacks-${count}`) };
  return { name: `${count} stacks`, ...node(...APP_OPTIONS, "__tests__/bench/stacks.ts"), env };
}

function awsCdk(): Candidate {
  const cwd = installAwsCdk(join("node_modules", ".cache", "bench"));
  return { name: "the same resources in AWS CDK", ...node("app.js"), cwd };
}

function node(...args: string[]) {
  return { command: process.execPath, args };
}

/** Requires just the modules that main.ts loads from cdktf and the bindings. */
function loadOnly(): string {
  const list = `process.on("exit", () => console.log(JSON.stringify(Object.keys(require.cache))))`;
  const script = `${list}; require("./main.ts")`;
  const env = { ...process.env, CDKTF_OUTDIR: join(work, "list") };
  const output = execFileSync(process.execPath, [...APP_OPTIONS, "--eval", script], { env });
  const loaded: string[] = JSON.parse(output.toString());
  const bindings = loaded.flatMap((file) => {
    const found = /@cdktf[\\/]provider-aws[\\/]lib[\\/]([^\\/]+)[\\/]index\.js$/.exec(file);
    return found ? [`@cdktf/provider-aws/lib/${found[1]}`] : [];
  });
  return ["cdktf", ...bindings].map((name) => `require("${name}")`).join(";");
}

function table(title: string, times: Map<string, number>, base: string): void {
  console.log(`\n| ${title} | median of ${ROUNDS} | ratio |\n| --- | --- | --- |`);
  for (const [name, seconds] of times) {
    const ratio = seconds / (times.get(base) ?? Number.NaN);
    console.log(`| ${name} | ${seconds.toFixed(2)} s | ${ratio.toFixed(2)} |`);
  }
}

console.log(`Node ${process.version} on ${process.platform}; whole processes, taking turns.`);
table("one stack", measure([loading, synth, awsCdk()], ROUNDS), LOAD);
table("many stacks in one app", measure([stacks(1), stacks(100), stacks(400)], ROUNDS), "1 stacks");
