import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { findProject, synthesizeApp } from "../../tools/cdktf/project";
import { Deployment } from "./deployment";
import { describeWithTerraform } from "./describe-with-terraform";

const APP = "__tests__/fixtures/chosen-upstreams.ts";

describeWithTerraform("a deployed stack", () => {
  let deployment: Deployment;

  beforeAll(async () => {
    vi.stubEnv("UPSTREAMS", "docker,ghcr,quay");
    deployment = await Deployment.open(APP);
    await choose("docker,quay");
    expect((await deployment.apply()).code).toBe(0);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await deployment.close();
  });

  async function choose(upstreams: string): Promise<void> {
    vi.stubEnv("UPSTREAMS", upstreams);
    const { code } = await synthesizeApp(
      findProject(APP),
      join(deployment.sandbox.folder, "cdktf.out"),
    );
    expect(code).toBe(0);
  }

  it("gets another upstream, and no other upstream's resources are touched", async () => {
    await choose("ghcr,quay,docker");
    expect(await deployment.plannedChanges()).toEqual({
      "aws_ecr_pull_through_cache_rule.ghcr": "create",
      "aws_secretsmanager_secret.ghcr_cache_creds": "create",
      "aws_secretsmanager_secret_version.ghcr_cache_creds": "create",
    });
    expect((await deployment.apply()).code).toBe(0);
  });

  it("loses an upstream, and no other upstream's resources are touched", async () => {
    await choose("ghcr,quay");
    expect(await deployment.plannedChanges()).toEqual({
      "aws_ecr_pull_through_cache_rule.docker": "delete",
      "aws_secretsmanager_secret.docker_cache_creds": "delete",
      "aws_secretsmanager_secret_version.docker_cache_creds": "delete",
    });
    expect((await deployment.apply()).code).toBe(0);
  });
});
