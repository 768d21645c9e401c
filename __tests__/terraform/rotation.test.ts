import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { synthesizeApp } from "../../tools/terraform/synthesize-app";
import type { CommandResult } from "../../tools/terraform/terraform-cli";
import { Deployment, REGION } from "./deployment";
import { describeWithTerraform } from "./describe-with-terraform";
import { RegistryReader } from "./registry-reader";

const APP = "__tests__/fixtures/rotating.ts";
const OLD = "not-a-real-token-before";
const NEW = "not-a-real-token-after";

describeWithTerraform("a write-only token", () => {
  let deployment: Deployment;
  let registry: RegistryReader;
  const said: CommandResult[] = [];

  beforeAll(async () => {
    deployment = await Deployment.open(APP, { requireSecretValue: true });
    registry = new RegistryReader(deployment.aws, REGION);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await deployment.close();
  });

  /** The token that ECR would log in to Docker Hub with. */
  async function token(): Promise<unknown> {
    const rules = await registry.rules();
    const rule = rules.find(({ ecrRepositoryPrefix }) => ecrRepositoryPrefix === "docker-hub");
    const { accessToken } = await registry.secretValue(rule?.credentialArn ?? "");
    return accessToken;
  }

  async function terraform(...args: string[]): Promise<CommandResult> {
    const result = await deployment.terraform(...args);
    said.push(result);
    expect(result.stderr).toBe("");
    expect(result.code).toBe(0);
    return result;
  }

  it("reaches AWS from a saved plan that does not hold it", async () => {
    deployment.sandbox.env["TF_VAR_docker_cache_token"] = OLD;
    await terraform("plan", "-input=false", "-out=first.tfplan");
    await terraform("apply", "-input=false", "first.tfplan");
    expect(await token()).toBe(OLD);
  });

  it("is not written again while its version stays", async () => {
    deployment.sandbox.env["TF_VAR_docker_cache_token"] = NEW;
    expect(await deployment.plannedChanges()).toEqual({});
  });

  it("is rotated by a higher version, and nothing else changes", async () => {
    const before = await registry.rules();
    vi.stubEnv("CREDENTIALS_VERSION", "2");
    await synthesizeApp(APP, join(deployment.sandbox.folder, "cdktf.out"));
    expect(await deployment.plannedChanges("-out=second.tfplan")).toEqual({
      "aws_secretsmanager_secret_version.docker_cache_creds": "replace",
    });
    await terraform("apply", "-input=false", "second.tfplan");
    expect(await token()).toBe(NEW);
    expect(await registry.rules()).toEqual(before);
  });

  it("is in no state, no plan, no synthesized file and nothing that was said", async () => {
    for (const plan of ["first.tfplan", "second.tfplan"]) {
      said.push(await deployment.terraform("show", "-json", plan));
    }
    for (const { stdout, stderr } of said) expect(stdout + stderr).not.toMatch(/not-a-real-token/);
    const files = filesIn(deployment.sandbox.folder);
    const names = files.map(([name]) => name);
    expect(names).toEqual(expect.arrayContaining(["cdk.tf.json", "terraform.rotating.tfstate"]));
    expect(names.filter((name) => name.endsWith(".tfplan: tfplan"))).toHaveLength(2);
    expect(files.filter(([, text]) => /not-a-real-token/.test(text)).map(([name]) => name)).toEqual(
      [],
    );
    const state = JSON.parse(readFileSync(deployment.stateFile, "utf8"));
    expect(JSON.stringify(state)).toContain('"secret_string_wo_version":2');
  });
});

/** The text of every file, those inside of saved plans, which are archives, too. */
function filesIn(folder: string): [name: string, text: string][] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry): [string, string][] => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesIn(path);
    if (!entry.isFile()) return [];
    if (!entry.name.endsWith(".tfplan")) return [[entry.name, readFileSync(path, "latin1")]];
    const members = Object.entries(unzipSync(readFileSync(path)));
    return members.map(([member, bytes]) => [
      `${entry.name}: ${member}`,
      Buffer.from(bytes).toString("latin1"),
    ]);
  });
}
