import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { S3 } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { type LocalAws, misleadingVariables, startLocalAws } from "../../local-aws";
import { createBucket } from "../local-aws/fixture";
import { pipelineIn } from "../tools/pipeline/pipeline";
import { describeWithTerraform } from "./describe-with-terraform";
import { RegistryReader } from "./registry-reader";
import { type SharedProvider, startSharedProvider } from "./shared-provider";

const BUCKET = "acme-terraform-state";
const KEY = "ecr-pull-through-cache/eu.tfstate";
const KEPT = `s3://${BUCKET}/${KEY}.errored`;

/** The lock of the plan and that of the apply. */
const LOCKS = 2;
/** The attempts to write the state after the first one, each of which fails at its lock. */
const ATTEMPTS = 5;

describeWithTerraform("a state that the pipeline cannot write to its bucket", () => {
  const root = mkdtempSync(join(tmpdir(), "unwritten-"));
  const pauses: number[] = [];
  let aws: LocalAws;
  let provider: SharedProvider;
  let registry: RegistryReader;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    aws = await startLocalAws();
    registry = new RegistryReader(aws, "eu-west-1");
    env = {
      ...process.env,
      ...aws.environment("eu-west-1"),
      STACKS: "eu",
      TF_VAR_docker_cache_username: "someone",
      TF_VAR_docker_cache_token: "not-a-real-token-of-docker-hub",
    };
    for (const name of misleadingVariables) delete env[name];
    provider = await startSharedProvider(env);
    env["TF_REATTACH_PROVIDERS"] = provider.reattach;
    for (const [name, value] of Object.entries(aws.environment("eu-west-1"))) {
      vi.stubEnv(name, value);
    }
  });
  beforeEach(async () => {
    aws.reset();
    pauses.length = 0;
    await createBucket(registry.config, BUCKET);
    expect((await pipeline("plan", "--out", plans)).code).toBe(0);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    provider.stop();
    await aws.close();
    rmSync(root, { recursive: true, force: true });
  });

  const plans = join(root, "plans");
  const applied = () => pipeline("apply", "--reviewed", plans);

  function pipeline(...args: string[]) {
    const pause = async (milliseconds: number) => pauses.push(milliseconds);
    return pipelineIn({ root, env, pause })(...args, "--app", "__tests__/fixtures/pipeline-app.ts");
  }

  async function object(key: string): Promise<string | undefined> {
    const { Body } = await new S3(registry.config).getObject({ Bucket: BUCKET, Key: key });
    return Body?.transformToString();
  }

  it("is written by a further attempt, and what is left of the reviewed plan is applied", async () => {
    aws.fail({ call: "s3:PutObject", after: LOCKS, times: 3 });
    const { code, output } = await applied();
    expect(output).toContain("eu: the state could not be written. It is written again now.");
    expect(output).toContain("eu: the state is written.");
    expect(output).toContain("eu: no changes, everything is as reviewed.");
    expect(code).toBe(0);
    expect(pauses).toEqual([5_000, 15_000]);
    expect(await object(KEY)).toContain("aws_ecr_pull_through_cache_rule");
  });

  it("is kept in the bucket; no plan is made until an apply has written it", async () => {
    aws.fail({ call: "s3:PutObject", after: LOCKS, times: 1 + ATTEMPTS });
    const { code, output } = await applied();
    expect(output).toContain(`could not write its state, which is kept in ${KEPT}.`);
    expect(output).toContain("Applied: none. Stopped at: eu.");
    expect(code).toBe(2);
    expect(await object(`${KEY}.errored`)).toContain("aws_ecr_pull_through_cache_rule");
    expect(await registry.rules()).toHaveLength(1);

    for (const args of [
      ["plan", "--out", join(root, "refused")],
      ["drift", "--out", join(root, "refused")],
      ["destroy", "eu"],
    ]) {
      const refused = await pipeline(...args);
      expect(refused.output).toContain(`kept in ${KEPT}.`);
      expect(refused.output).toContain("terraform -chdir=");
      expect(refused.code).toBe(2);
    }
    expect(existsSync(join(root, "refused"))).toBe(false);

    const next = await applied();
    expect(next.output).toContain("eu: wrote the state that an earlier apply could not write.");
    expect(next.output).toContain("eu: no changes, everything is as reviewed.");
    expect(next.code).toBe(0);
    expect(await object(`${KEY}.errored`)).toBe("\n");
    expect((await pipeline("plan", "--out", plans)).output).toContain("eu: no changes;");
  });

  it("is kept beside cdktf.out, for this user alone, where the bucket takes nothing", async () => {
    aws.fail({ call: "s3:PutObject", after: LOCKS, times: 100 });
    const { output } = await applied();
    const file = join(root, "errored.eu.tfstate");
    expect(output).toContain(`could not write its state, which is kept in ${file}.`);
    expect(output).toContain(`It could not be kept in ${KEPT}: AccessDenied`);
    expect(statSync(file).mode & 0o777).toBe(0o600);

    const still = await applied();
    expect(still.output).toContain(`kept in ${file}.`);
    expect(still.code).toBe(2);
    aws.clearFaults();
    expect((await applied()).code).toBe(0);
    expect(existsSync(file)).toBe(false);
    expect(await object(KEY)).toContain("aws_ecr_pull_through_cache_rule");
  });
});
