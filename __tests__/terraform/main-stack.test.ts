import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { terraform } from "../../tools/terraform/terraform-cli";
import { Deployment } from "./deployment";
import { describeWithTerraform } from "./describe-with-terraform";
import { endState } from "./end-state";
import { numbered } from "./faults";
import { READING_CALLS, WRITING_CALLS } from "./main-calls";

describeWithTerraform("the stack of main.ts", () => {
  let deployment: Deployment;

  beforeAll(async () => {
    // The configuration by hand does not wait for the secret's value: it would be refused at times.
    deployment = await Deployment.open("main.ts");
  });
  beforeEach(() => deployment.startOver());
  afterAll(() => deployment.close());

  it("is valid for Terraform and the provider, without a warning", async () => {
    const { stdout } = await deployment.terraform("validate", "-json");
    expect(JSON.parse(stdout)).toMatchObject({ valid: true, diagnostics: [] });
  });

  it("makes the calls whose failure is tested, and is deployed all the same when each is throttled", async () => {
    await deployment.apply();
    const undisturbed = endState(deployment.aws);
    const calls = numbered(deployment.aws.calls);
    const tested = [...WRITING_CALLS, ...READING_CALLS].flat();
    expect(calls).toEqual(numbered(tested.map(([call]) => ({ call }))));

    deployment.startOver();
    const names = new Set(calls.map(([call]) => call));
    for (const call of names) deployment.aws.throttle({ call, times: 1 });
    const { code, stderr } = await deployment.apply();
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(endState(deployment.aws)).toEqual(undisturbed);
    const throttled = deployment.aws.calls.filter(({ error }) => error !== undefined);
    expect(new Set(throttled.map(({ call }) => call))).toEqual(names);
  });

  it("takes over what was deployed by hand, and changes no resource", async () => {
    const byHand = join(deployment.sandbox.folder, "by-hand");
    cpSync(join(__dirname, "fixtures", "by-hand"), byHand, { recursive: true });
    const inHand = (...args: string[]) => terraform(byHand, deployment.sandbox.env, ...args);
    await inHand("init", "-input=false");
    const applied = await inHand("apply", "-auto-approve", "-input=false");
    expect(applied.code).toBe(0);
    const before = deployment.aws.inventory();

    // As docs/existing.md says; `state pull` reads every kind of backend.
    writeFileSync(deployment.stateFile, (await inHand("state", "pull")).stdout);
    expect(await deployment.plannedChanges("-out=taken-over")).toEqual({});
    expect((await deployment.terraform("apply", "-input=false", "taken-over")).code).toBe(0);
    expect(deployment.aws.inventory()).toEqual(before);
  });

  it("refuses an organization id that is none, before anything changes", async () => {
    const { env } = deployment.sandbox;
    const id = env["TF_VAR_aws_org_id"];
    env["TF_VAR_aws_org_id"] = "o-*";
    const { code, stderr } = await deployment.apply();
    env["TF_VAR_aws_org_id"] = id;
    expect(code).toBe(1);
    expect(stderr.replace(/\s+/g, " ")).toContain("aws_org_id must be the id of one organization");
    expect(deployment.aws.inventory()).toEqual({});
  });
});
