import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { inspectDeployment } from "../../tools/deployment/inspection";
import { parseState } from "../../tools/deployment/state-file";
import { terraform } from "../../tools/terraform/terraform-cli";
import { Deployment } from "./deployment";
import { describeWithTerraform } from "./describe-with-terraform";

const NAME = "ecr-pull-through-cache";

describeWithTerraform("a stack that is deployed", () => {
  let deployment: Deployment;

  beforeAll(async () => {
    deployment = await Deployment.open("main.ts");
    expect((await deployment.apply()).code).toBe(0);
    for (const [name, value] of Object.entries(deployment.aws.environment("eu-west-1"))) {
      vi.stubEnv(name, value);
    }
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await deployment.close();
  });

  const inspect = async (change: object = {}) => {
    const { folder: root, stack, env } = deployment.sandbox;
    const changed = { ...stack, ...change };
    return inspectDeployment({ stacks: [changed], all: [changed], root, env });
  };

  it("says in its state where it is", () => {
    const { regions, accounts, prefixes } = parseState(
      readFileSync(deployment.stateFile, "utf8"),
    ) ?? { regions: [], accounts: [], prefixes: [] };
    expect([...regions, ...accounts, ...prefixes]).toEqual([
      "eu-west-1",
      "111111111111",
      "docker-hub",
    ]);
  });

  it("is not disturbed while it stays, whatever its registry has from it", async () => {
    expect(await inspect()).toEqual({ refusals: [], warnings: [] });
  });

  it("is not left behind by another Region, or by another id", async () => {
    const { json } = deployment.sandbox.stack;
    const elsewhere = { json: { ...json, provider: { aws: [{ region: "us-east-1" }] } } };
    expect((await inspect(elsewhere)).refusals.join()).toContain(
      `${NAME} is deployed in the Region eu-west-1, as its state says, and would be deployed in us-east-1 now`,
    );
    expect((await inspect({ name: "renamed" })).refusals.join()).toContain(
      `terraform.${NAME}.tfstate is the state of a stack ${NAME}, which this app does not have`,
    );
  });

  it("can be destroyed with its state alone, as docs/production.md says", async () => {
    const [, json = ""] = /^echo '(.*)' > cdktf.out\/old\/main.tf.json$/m.exec(
      readFileSync("docs/production.md", "utf8"),
    ) ?? [""];
    const folder = join(deployment.sandbox.folder, "cdktf.out", "old");
    mkdirSync(folder);
    writeFileSync(
      join(folder, "main.tf.json"),
      json.replace("terraform.old.", `terraform.${NAME}.`),
    );
    const { env } = deployment.sandbox;
    expect(await terraform(folder, env, "init", "-input=false")).toMatchObject({ code: 0 });
    const destroyed = await terraform(folder, env, "destroy", "-auto-approve", "-no-color");
    expect(destroyed.stdout).toContain("6 destroyed");
    expect(deployment.aws.inventory()).toEqual({});
    expect((await inspect({ name: "renamed" })).refusals).toEqual([]);
  });
});
