import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, vi } from "vitest";
import type { LocalAws } from "../../../local-aws";
import { aSecret, type Fixture, useLocalAws } from "../../local-aws/fixture";
import { type Around, ecrCache } from "../cli/ecr-cache";

export const REGISTRY = "111111111111.dkr.ecr.eu-west-1.amazonaws.com";
export const NGINX = "registry-1.docker.io/library/nginx:1.29";
const MAP = [`--map=docker.io=${REGISTRY}/docker-hub`, `--map=quay.io=${REGISTRY}/quay`];

/** Runs the command in this process. */
export function warm(args: readonly string[], around: Around = {}) {
  return ecrCache(["warm", ...MAP, ...args], around);
}

/** The summary as a script gets it. */
export async function warmAsJson(args: readonly string[], around: Around = {}) {
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
