import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, vi } from "vitest";
import type { LocalAws } from "../../../local-aws";
import { runWarm, type Surroundings } from "../../../tools/warm/run-warm";
import { aSecret, type Fixture, useLocalAws } from "../../local-aws/fixture";

export const REGISTRY = "111111111111.dkr.ecr.eu-west-1.amazonaws.com";
export const NGINX = "registry-1.docker.io/library/nginx:1.29";
const MAP = [`--registry=docker.io=${REGISTRY}/docker-hub`, `--registry=quay.io=${REGISTRY}/quay`];

/** Runs the command in this process. */
export async function warm(args: readonly string[], around: Partial<Surroundings> = {}) {
  const output = { stdout: "", stderr: "" };
  const code = await runWarm([...MAP, ...args], {
    readStandardInput: async () => "",
    print: (text) => {
      output.stdout += text;
    },
    screen: {
      write: (text: string) => {
        output.stderr += text;
      },
    },
    signal: new AbortController().signal,
    ...around,
  });
  return { code, ...output };
}

/** The summary as a script gets it. */
export async function warmAsJson(args: readonly string[], around: Partial<Surroundings> = {}) {
  const { code, stdout } = await warm([...args, "--json"], around);
  return { code, ...JSON.parse(stdout) };
}

/** A file with these lines. */
export function listOf(...lines: readonly string[]): string {
  const file = join(mkdtempSync(join(tmpdir(), "warm-")), "images.txt");
  writeFileSync(file, lines.map((line) => `${line}\n`).join(""));
  return file;
}

/** An account with a cache of Docker Hub and one of Quay, to which the environment leads. */
export function useCaches(): Fixture {
  const local = useLocalAws();
  beforeEach(async () => {
    for (const [name, value] of Object.entries(local.aws.environment("eu-west-1"))) {
      vi.stubEnv(name, value);
    }
    await local.ecr.createPullThroughCacheRule({
      ecrRepositoryPrefix: "docker-hub",
      upstreamRegistryUrl: "registry-1.docker.io",
      credentialArn: await aSecret(local.secrets),
    });
    await local.ecr.createPullThroughCacheRule({
      ecrRepositoryPrefix: "quay",
      upstreamRegistryUrl: "quay.io",
    });
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.useRealTimers();
  });
  return local;
}

export function countCalls({ calls }: LocalAws, call: string): number {
  return calls.filter((one) => one.call === call).length;
}
