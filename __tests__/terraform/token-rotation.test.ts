import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { diagnosis } from "../tools/doctor/fixture";
import { Deployment, REGION } from "./deployment";
import { describeWithTerraform } from "./describe-with-terraform";
import { RegistryReader } from "./registry-reader";

const APP = "__tests__/fixtures/changed-access.ts";
const SecretId = "ecr-pullthroughcache/docker-hub";

describeWithTerraform("a token that somebody else rotates", () => {
  let deployment: Deployment;
  let registry: RegistryReader;

  beforeAll(async () => {
    vi.stubEnv("UPSTREAMS", JSON.stringify({ docker: ["dockerHub", {}] }));
    deployment = await Deployment.open(APP);
    registry = new RegistryReader(deployment.aws, REGION);
    for (const [name, value] of Object.entries(deployment.aws.environment(REGION))) {
      vi.stubEnv(name, value);
    }
    deployment.sandbox.env["TF_VAR_docker_cache_token"] = "the-token-of-the-variable";
    expect(await deployment.apply()).toMatchObject({ code: 0 });
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await deployment.close();
  });

  async function rotate(accessToken: string): Promise<void> {
    const SecretString = JSON.stringify({ username: "someone", accessToken });
    await new SecretsManager(registry.config).putSecretValue({ SecretId, SecretString });
  }

  const token = async () => (await registry.secretValue(SecretId)).accessToken;

  it("is Terraform's as long as Terraform wrote it", async () => {
    expect((await diagnosis("--app", APP)).codes).toEqual([]);
  });

  it("is found by the doctor, while Terraform sees no change", async () => {
    await rotate("the-second-token");
    await rotate("the-third-token");
    expect((await diagnosis("--app", APP)).codes).toEqual(["warning secret-rotated"]);
    expect(await deployment.plannedChanges()).toEqual({});
  });

  it("is overwritten with the variable's once AWS drops the version that Terraform wrote", async () => {
    deployment.aws.dropDeprecatedSecretVersions();
    expect((await diagnosis("--app", APP)).codes).toEqual(["note secret-rotated"]);
    expect(await deployment.apply()).toMatchObject({ code: 0 });
    expect(await token()).toBe("the-token-of-the-variable");
  });

  it("is Terraform's again as the doctor says: the current token in the variable, and a deploy", async () => {
    await rotate("the-fourth-token");
    const { findings } = await diagnosis("--app", APP);
    expect(findings[0]?.fix).toContain("give the variable of the token the current value");
    deployment.sandbox.env["TF_VAR_docker_cache_token"] = "the-fourth-token";
    expect(await deployment.apply()).toMatchObject({ code: 0 });
    expect(await token()).toBe("the-fourth-token");
    expect((await diagnosis("--app", APP)).codes).toEqual([]);
  });
});
