import { copyFileSync, cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { terraform } from "../../tools/terraform/terraform-cli";
import { describeWithTerraform } from "./availability";
import { Deployment } from "./deployment";
import { endState } from "./end-state";
import { numbered } from "./faults";
import { READING_CALLS, WRITING_CALLS } from "./main-calls";

describeWithTerraform("the stack of main.ts", () => {
  let deployment: Deployment;

  beforeAll(async () => {
    deployment = await Deployment.open("main.ts", { requireSecretValue: true });
  });
  beforeEach(() => deployment.startOver());
  afterAll(() => deployment.close());

  it("is valid for Terraform and the provider, without a warning", async () => {
    const { stdout } = await deployment.terraform("validate", "-json");
    expect(JSON.parse(stdout)).toMatchObject({ valid: true, diagnostics: [] });
  });

  it("makes the calls whose failure is tested, and no others", async () => {
    await deployment.apply();
    expect(numbered(deployment.aws.calls)).toEqual(
      numbered([...WRITING_CALLS, ...READING_CALLS].map(([call]) => ({ call }))),
    );
  });

  it("is deployed as if nothing had happened when AWS throttles every call", async () => {
    await deployment.apply();
    const undisturbed = endState(deployment.aws);
    const calls = new Set(deployment.aws.calls.map(({ call }) => call));

    deployment.startOver();
    for (const call of calls) deployment.aws.throttle({ call, times: 1 });
    const { code, stderr } = await deployment.apply();
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(endState(deployment.aws)).toEqual(undisturbed);
    const throttled = deployment.aws.calls.filter(({ error }) => error !== undefined);
    expect(new Set(throttled.map(({ call }) => call))).toEqual(calls);
  });

  it("takes over what was deployed by hand, and changes no resource", async () => {
    const byHand = join(deployment.sandbox.folder, "by-hand");
    cpSync(join(__dirname, "fixtures", "by-hand"), byHand, { recursive: true });
    const inHand = (...args: string[]) => terraform(byHand, deployment.sandbox.env, ...args);
    await inHand("init", "-input=false");
    const applied = await inHand("apply", "-auto-approve", "-input=false");
    expect(applied.code).toBe(0);
    const before = deployment.aws.inventory();

    copyFileSync(join(byHand, "terraform.tfstate"), deployment.stateFile);
    const plan = await deployment.terraform("plan", "-input=false", "-out=taken-over");
    expect(plan.stderr).toBe("");
    const shown = await deployment.terraform("show", "-json", "taken-over");
    const { resource_changes } = JSON.parse(shown.stdout) as PlanJson;
    expect(resource_changes).toHaveLength(6);
    expect(resource_changes.filter(({ change }) => change.actions[0] !== "no-op")).toEqual([]);

    expect((await deployment.terraform("apply", "-input=false", "taken-over")).code).toBe(0);
    expect(deployment.aws.inventory()).toEqual(before);
  });

  it("says what AWS says where the registry still has policy scope V1", async () => {
    const old = await Deployment.open("main.ts", { registryPolicyScope: "V1" });
    const { code, stderr } = await old.apply();
    await old.close();
    expect(code).toBe(1);
    expect(stderr).toContain("Invalid registry policy provided");
  });

  it("asks for a token that is whole, and does not show the one it refuses", async () => {
    const { env } = deployment.sandbox;
    const token = env["TF_VAR_docker_cache_token"];
    env["TF_VAR_docker_cache_token"] = `${token}\n`;
    const { code, stdout, stderr } = await deployment.apply();
    env["TF_VAR_docker_cache_token"] = token;
    expect(code).toBe(1);
    expect(stderr).toContain("Resource precondition failed");
    expect(stderr.replace(/\s+/g, " ")).toContain(
      "The variable docker_cache_token must not be empty, and must not begin or end with blanks",
    );
    expect(stdout + stderr).not.toContain(token);
    expect(deployment.aws.inventory()).toEqual({});
  });

  it("keeps the token out of errors, whichever call fails", async () => {
    const token = deployment.sandbox.env["TF_VAR_docker_cache_token"];
    deployment.aws.fail({ call: "secretsmanager:PutSecretValue" });
    const { code, stdout, stderr } = await deployment.apply();
    expect(code).toBe(1);
    expect(stdout + stderr).not.toContain(token);
    expect(
      readFileSync(join(deployment.sandbox.stack.folder, "cdk.tf.json"), "utf8"),
    ).not.toContain(token);
  });
});

interface PlanJson {
  readonly resource_changes: readonly { readonly change: { readonly actions: string[] } }[];
}
