import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";

const SNAPSHOTS = "__tests__/__snapshots__";

const APPS: Readonly<Record<string, () => Promise<unknown>>> = {
  "every-registry": () => import("../../examples/every-registry"),
  "hcp-terraform": () => import("../../examples/hcp-terraform"),
  "multi-region": () => import("../../examples/multi-region"),
  "pipeline-access": () => import("../../examples/pipeline-access"),
  production: () => import("../../examples/production"),
};

afterEach(() => {
  vi.unstubAllEnvs();
});

/** Runs an app in this process, where mutation testing can change the code that it runs. */
async function synthesized(app: () => Promise<unknown>): Promise<Record<string, unknown>> {
  const outdir = mkdtempSync(join(tmpdir(), "synth-"));
  vi.stubEnv("CDKTF_OUTDIR", outdir);
  await app();
  const stacks = join(outdir, "stacks");
  return read(readdirSync(stacks).map((name) => [name, join(stacks, name, "cdk.tf.json")]));
}

/** Terraform JSON by the names of stacks, without CDKTF's version. */
function read(files: readonly (readonly [name: string, path: string])[]): Record<string, unknown> {
  return Object.fromEntries(
    files.map(([name, path]) => {
      const { "//": _, ...json } = JSON.parse(readFileSync(path, "utf8"));
      return [name, json];
    }),
  );
}

describe("what apps synthesize to, when they share a process with the tests,", () => {
  it("is the snapshot of main.ts", async () => {
    const name = "ecr-pull-through-cache";
    expect(await synthesized(() => import("../../main"))).toEqual(
      read([[name, join(SNAPSHOTS, `${name}.tf.json`)]]),
    );
  });

  it.each(Object.entries(APPS))("is the snapshot of examples/%s.ts", async (name, app) => {
    const folder = join(SNAPSHOTS, name);
    const files = readdirSync(folder).filter((file) => file.endsWith(".tf.json"));
    expect(await synthesized(app)).toEqual(
      read(files.map((file) => [file.slice(0, -".tf.json".length), join(folder, file)])),
    );
  });
});
