import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { type LocalAws, misleadingVariables, startLocalAws } from "../../local-aws";
import { surveyStack } from "../../tools/deployment/stack-survey";
import { pipelineIn } from "../tools/pipeline/pipeline";
import { describeWithTerraform } from "./describe-with-terraform";
import { type SharedProvider, startSharedProvider } from "./shared-provider";
import { writtenFiles } from "./written-files";

const LINKED = ["node_modules", "cdktf.json", "main.ts", "ecr", "constructs", "stacks", "tools"];
const STACK = "ecr-pull-through-cache";
const TOKEN = "not-a-real-token-of-docker-hub";

describeWithTerraform("an apply of the pipeline that is killed", () => {
  let root: string;
  let temporary: string;
  let aws: LocalAws;
  let provider: SharedProvider;
  let env: NodeJS.ProcessEnv;
  let onCall: (call: string) => void = () => {};

  beforeAll(async () => {
    aws = await startLocalAws({ callLog: ({ call }) => onCall(call) });
    env = {
      ...process.env,
      ...aws.environment("eu-west-1"),
      TF_VAR_docker_cache_username: "someone",
      TF_VAR_docker_cache_token: TOKEN,
      TF_VAR_aws_org_id: "o-exampleorgid",
    };
    for (const name of misleadingVariables) delete env[name];
    provider = await startSharedProvider(env);
    env["TF_REATTACH_PROVIDERS"] = provider.reattach;
    for (const [name, value] of Object.entries(aws.environment("eu-west-1"))) {
      vi.stubEnv(name, value);
    }
  });
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "killed-"));
    temporary = join(root, "temporary");
    mkdirSync(temporary);
    for (const name of LINKED) symlinkSync(resolve(name), join(root, name));
    vi.stubEnv("TMPDIR", temporary);
    aws.reset();
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    provider.stop();
    await aws.close();
  });

  /** A step in this process. */
  const step = (pause: () => Promise<unknown>, ...args: string[]) =>
    pipelineIn({ root, env, survey: surveyStack, pause })(...args);

  const plans = () => join(root, "plans");

  /** Starts an apply in a process of its own, and kills it when a call has been carried out. */
  async function killedAt(call: string, alsoTerraform: NodeJS.Signals): Promise<number> {
    const never = () => expect.fail("there is nothing to wait for");
    const planned = await step(never, "plan", "--out", plans());
    expect(planned.code).toBe(0);
    const apply = ["tools/ecr-cache.cjs", "pipeline", "apply", "--reviewed", plans()];
    const job = spawn(process.execPath, apply, { cwd: root, env: { ...env, TMPDIR: temporary } });
    let pid = 0;
    onCall = (name) => {
      if (name !== call) return;
      onCall = () => {};
      pid = runningTerraform();
      // First the job: it would note that its Terraform has ended.
      job.kill("SIGKILL");
      process.kill(pid, alsoTerraform);
    };
    expect(await signalOf(job)).toBe("SIGKILL");
    expect(readdirSync(temporary, { recursive: true }).map(String)).toContainEqual(
      expect.stringMatching(/\.tfplan$/),
    );
    return pid;
  }

  function runningTerraform(): number {
    const outdir = join(root, "cdktf.out");
    const [name = ""] = readdirSync(outdir).filter((file) => file.startsWith(".run-"));
    return JSON.parse(readFileSync(join(outdir, name), "utf8")).terraform.process.pid;
  }

  it("is waited for by the next run, which then goes on with what is left of the reviewed plan", async () => {
    const terraform = await killedAt("ecr:CreatePullThroughCacheRule", "SIGSTOP");
    const goOn = async () => {
      process.kill(terraform, "SIGCONT");
      await setTimeout(200);
    };
    const { code, output } = await step(goOn, "apply", "--reviewed", plans());
    expect(output).toContain(
      `\`terraform apply\` of the stack ${STACK} (process ${terraform}), whose \`pipeline apply\` was killed, is at work in ${join(root, "cdktf.out")}. This run waits until it has ended.`,
    );
    expect(output).toContain(
      `${STACK}: \`pipeline apply\` was killed during its apply; Terraform went on to its end: Apply complete! Resources: 6 added`,
    );
    expect(output).toContain(`${STACK}: no changes, everything is as reviewed.`);
    expect(code).toBe(0);
    expect(leftFiles()).toEqual([]);
  });

  it("is named by the next run when Terraform was killed too, with what AWS has of it", async () => {
    await killedAt("secretsmanager:CreateSecret", "SIGKILL");
    const never = () => expect.fail("there is nothing to wait for");
    const { code, output } = await step(never, "apply", "--reviewed", plans());
    expect(output).toContain(
      "was killed during its apply, and Terraform with it: AWS may have what the state does not know.",
    );
    expect(output).toContain(`AWS has already what ${STACK} would make`);
    expect(output).toContain('"to": "aws_secretsmanager_secret.docker_cache_creds"');
    expect(output).toContain("Applied: none. Stopped at: ecr-pull-through-cache.");
    expect(code).toBe(2);
    expect(leftFiles()).toEqual([]);
  });

  /** What the runs left beside their results: files of theirs, and files with a token but the state. */
  function leftFiles(): string[] {
    const known = /^terraform\..+\.tfstate(\.backup)?$/;
    const withToken = writtenFiles(root).filter(
      ([name, text]) => !known.test(name) && text.includes(TOKEN),
    );
    const runs = readdirSync(join(root, "cdktf.out")).filter((name) => name.startsWith(".run-"));
    return [...withToken.map(([name]) => name), ...runs, ...readdirSync(temporary)];
  }
});

function signalOf(job: ChildProcess): Promise<NodeJS.Signals | null> {
  return new Promise((done) => job.once("exit", (_, signal) => done(signal)));
}
