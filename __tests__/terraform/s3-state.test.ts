import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { describeWithTerraform } from "./describe-with-terraform";
import { type Checkout, SharedState, STATE_KEY } from "./shared-state";

const LOCK_KEY = `${STATE_KEY}.tflock`;
const NO_CHANGE = "No changes. Your infrastructure matches the configuration.";

describeWithTerraform("a state in S3", () => {
  let state: SharedState;

  beforeAll(async () => {
    state = await SharedState.open();
  });
  beforeEach(() => state.startOver());
  afterAll(() => state.close());

  /** What S3 was asked since the calls were last looked at. */
  const s3Calls = (before = 0) =>
    state.aws.calls
      .slice(before)
      .filter(({ call }) => call.startsWith("s3:"))
      .map(({ call, error }) => [call, ...(error ? [error] : [])].join(" "));

  it("is written under its key, and the lock is gone afterwards", async () => {
    const checkout = await state.checkout({ rule: undefined });
    const before = state.aws.calls.length;
    expect(await checkout.apply()).toMatchObject({ code: 0, stderr: "" });
    expect(s3Calls(before)).toEqual([
      "s3:ListObjectsV2",
      "s3:PutObject", // the lock
      "s3:HeadObject NoSuchKey",
      "s3:HeadObject NoSuchKey",
      "s3:PutObject", // the state
      "s3:GetObject", // whose lock it is
      "s3:DeleteObject",
    ]);
    expect(state.objects).toEqual([STATE_KEY]);
    expect(await state.addresses()).toEqual(["terraform_data.rule"]);
    expect(existsSync(join(checkout.folder, "terraform.tfstate"))).toBe(false);
  });

  it("is only read by a plan that takes no lock", async () => {
    const checkout = await state.checkout({ rule: undefined });
    await checkout.apply();
    const before = state.aws.calls.length;
    const { stdout } = await checkout.terraform("plan", "-lock=false", "-no-color");
    expect(stdout).toContain(NO_CHANGE);
    expect(s3Calls(before)).toEqual(["s3:ListObjectsV2", "s3:HeadObject", "s3:GetObject"]);
    expect(state.aws.calls.slice(before).filter(({ mutating }) => mutating)).toEqual([]);
  });

  it("is written all the same when S3 slows each call down", async () => {
    const checkout = await state.checkout({ rule: undefined });
    await checkout.apply();
    const names = new Set(s3Calls().map((call) => call.split(" ")[0] ?? ""));
    names.delete("s3:CreateBucket");
    for (const call of names) state.aws.throttle({ call });
    checkout.write({ rule: undefined, template: undefined });
    expect(await checkout.apply()).toMatchObject({ code: 0, stderr: "" });
    expect(s3Calls()).toEqual(expect.arrayContaining([...names].map((call) => `${call} SlowDown`)));
    expect(await state.addresses()).toEqual(["terraform_data.rule", "terraform_data.template"]);
    expect(state.objects).toEqual([STATE_KEY]);
  });

  it("is one for each workspace", async () => {
    const checkout = await state.checkout({ rule: undefined });
    await checkout.apply();
    expect(await checkout.terraform("workspace", "new", "other")).toMatchObject({ code: 0 });
    expect((await checkout.apply()).stdout).toContain("1 added");
    expect(state.objects.sort()).toEqual([STATE_KEY, `env:/other/${STATE_KEY}`]);
    const { stdout } = await checkout.terraform("workspace", "list");
    expect(stdout.split(/\s+/)).toEqual(["", "default", "*", "other", ""]);
  });

  it("takes over a state that was kept in a file, with every resource", async () => {
    const resources = { policy: undefined, rule: undefined, template: undefined };
    const checkout = await state.checkout(resources, "local");
    await checkout.apply();
    checkout.write(resources, "s3");
    const migrated = await checkout.terraform("init", "-migrate-state", "-force-copy");
    expect(migrated).toMatchObject({ code: 0, stderr: "" });
    expect(await state.addresses()).toEqual([
      "terraform_data.policy",
      "terraform_data.rule",
      "terraform_data.template",
    ]);
    const { stdout } = await checkout.terraform("plan", "-no-color");
    expect(stdout).toContain(NO_CHANGE);
  });

  describe("while another run changes it", () => {
    let first: Checkout;
    let firstRun: ReturnType<Checkout["apply"]>;

    /** The first run makes its resource until it is let go. */
    beforeEach(async () => {
      first = await state.checkout({ first: "until test -e go; do sleep 0.1; done" });
      firstRun = first.apply();
      await expect.poll(() => state.objects, { timeout: 30_000 }).toEqual([LOCK_KEY]);
    });
    const letGo = () => writeFileSync(join(first.folder, "go"), "");

    it("refuses a second run, which changes nothing and is told who holds the lock", async () => {
      const second = await state.checkout({ first: undefined, second: undefined });
      const refused = await second.apply();
      letGo();
      expect((await firstRun).code).toBe(0);
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain("Error acquiring the state lock");
      expect(refused.stderr).toContain("PreconditionFailed");
      expect(refused.stderr).toMatch(/ID: +[0-9a-f-]{36}\n/);
      expect(refused.stderr).toMatch(/Operation: +OperationTypeApply\n +Who: +\S+@\S+\n/);
      expect(await state.addresses()).toEqual(["terraform_data.first"]);
    });

    it("lets a second run wait, which then adds to what the first one made", async () => {
      const second = await state.checkout({ first: undefined, second: undefined });
      const secondRun = second.apply("-lock-timeout=60s");
      await expect
        .poll(() => s3Calls(), { timeout: 30_000 })
        .toContain("s3:PutObject PreconditionFailed");
      letGo();
      expect((await firstRun).stdout).toContain("1 added, 0 changed, 0 destroyed");
      expect((await secondRun).stdout).toContain("1 added, 0 changed, 0 destroyed");
      expect(await state.addresses()).toEqual(["terraform_data.first", "terraform_data.second"]);
      expect(state.objects).toEqual([STATE_KEY]);
    });

    it("can be planned without a lock", async () => {
      const second = await state.checkout({ first: undefined });
      const planned = await second.terraform("plan", "-lock=false", "-no-color");
      letGo();
      expect((await firstRun).code).toBe(0);
      expect(planned.stdout).toContain("1 to add");
    });
  });

  it("stays locked by a run that was killed, until the lock is released by its id", async () => {
    const checkout = await state.checkout({ rule: "kill -KILL $PPID" });
    expect(await checkout.apply()).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("It was ended by SIGKILL."),
    });
    expect(state.objects).toEqual([LOCK_KEY]);

    checkout.write({ rule: undefined });
    const refused = await checkout.apply();
    expect(refused.code).toBe(1);
    const [, id = ""] = /ID: +([0-9a-f-]{36})\n/.exec(refused.stderr) ?? [];
    const other = await checkout.terraform("force-unlock", "-force", id.replace(/^./, "x"));
    expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining("does not match") });
    expect(state.objects).toEqual([LOCK_KEY]);

    expect(await checkout.terraform("force-unlock", "-force", id)).toMatchObject({ code: 0 });
    expect(await checkout.apply()).toMatchObject({ code: 0 });
    expect(await state.addresses()).toEqual(["terraform_data.rule"]);
    expect(state.objects).toEqual([STATE_KEY]);
  });

  it("that could not be written is left beside the configuration, and is pushed later", async () => {
    const checkout = await state.checkout({ rule: undefined });
    const theLock = 1;
    state.aws.fail({ call: "s3:PutObject", after: theLock });
    const failed = await checkout.apply();
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain("local-aws was asked to let s3:PutObject fail");
    expect(failed.stderr).toContain("errored.tfstate");
    expect(state.objects).toEqual([]);

    const pushed = await checkout.terraform("state", "push", "errored.tfstate");
    expect(pushed).toMatchObject({ code: 0, stderr: "" });
    expect(await state.addresses()).toEqual(["terraform_data.rule"]);
    const { stdout } = await checkout.terraform("plan", "-no-color");
    expect(stdout).toContain(NO_CHANGE);
  });
});
