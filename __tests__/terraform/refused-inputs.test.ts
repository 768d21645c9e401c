import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { afterAll, beforeAll, expect, it } from "vitest";
import { FailureAlarm } from "../../constructs/failure-alarm";
import { PullPermissions } from "../../constructs/pull-permissions";
import { TemplateRole } from "../../constructs/template-role";
import { checkAlarmName, checkStackName } from "../../ecr/stack-names";
import { checkTags } from "../../ecr/tags";
import { configureProvider } from "../../stacks/terraform-settings";
import { terraform } from "../../tools/terraform/terraform-cli";
import { Deployment, REGION } from "./deployment";
import { describeWithTerraform } from "./describe-with-terraform";

/** What a Terraform of this project's must never show. */
const TOKEN = "dckr_pat_0123456789";

const WRONG: readonly (readonly [string, string])[] = [
  ["an empty value", ""],
  ["a line end behind it", `${TOKEN}\n`],
  ["the line end of Windows behind it", `${TOKEN}\r\n`],
  ["a blank before it", ` ${TOKEN}`],
  ["a no-break space behind it", `${TOKEN}\u00a0`],
  ["a line end in it", `${TOKEN}\n${TOKEN}`],
  ["a tab in it", `a\t${TOKEN}`],
  ["a byte order mark before it", `\ufeff${TOKEN}`],
  ["a zero-width space in it", `a\u200b${TOKEN}`],
  ["double quotes around it", `"${TOKEN}"`],
  ["single quotes around it", `'${TOKEN}'`],
  ["typographic quotes around it", `“${TOKEN}”`],
  ["the placeholder of terraform.tfvars.example", "dckr_pat_..."],
  ["the placeholder of the guides", "your-name"],
  ["a placeholder in angle brackets", "<token>"],
];

describeWithTerraform("a value that only Terraform sees", () => {
  let deployment: Deployment;

  beforeAll(async () => {
    deployment = await Deployment.open("main.ts", { requireSecretValue: true });
  });
  afterAll(() => deployment.close());

  /** Terraform's sentence, on one line. */
  async function refusal(values: Record<string, string>): Promise<string> {
    const before = { ...deployment.sandbox.env };
    Object.assign(deployment.sandbox.env, values);
    const { code, stdout, stderr } = await deployment.apply();
    Object.assign(deployment.sandbox.env, before);
    expect(code).toBe(1);
    expect(stdout + stderr).not.toContain(TOKEN);
    expect(deployment.aws.inventory()).toEqual({});
    return stderr.replace(/[\s│]+/g, " ");
  }

  it.each(WRONG)("is refused as a token, and not shown, with %s", async (_, value) => {
    expect(await refusal({ TF_VAR_docker_cache_token: value })).toContain(
      "The variable docker_cache_token must be exactly as the registry has it:",
    );
  });

  it("is refused as a username too", async () => {
    expect(await refusal({ TF_VAR_docker_cache_username: '"nobody"' })).toContain(
      "The variable docker_cache_username must be exactly as the registry has it:",
    );
  });

  it("is refused as the organization, where it is the placeholder", async () => {
    expect(await refusal({ TF_VAR_aws_org_id: "o-xxxxxxxxxx" })).toContain("and no placeholder");
  });

  it("is accepted with blanks and quotes inside, as a password may have them", async () => {
    for (const value of [`a "quoted" 'word' of ünïcode`, `"half`, "a<b>", "..x"]) {
      deployment.startOver();
      deployment.sandbox.env["TF_VAR_docker_cache_token"] = value;
      expect((await deployment.apply()).code).toBe(0);
    }
    deployment.startOver();
  });
});

describeWithTerraform("what a stack is refused here", () => {
  let deployment: Deployment;

  beforeAll(async () => {
    deployment = await Deployment.open("main.ts");
  });
  afterAll(() => deployment.close());

  /** Applies a stack without this project's own checks, to a new account or again. */
  async function applied(
    id: string,
    build: (stack: TerraformStack) => void,
    folder = mkdtempSync(join(deployment.sandbox.folder, "unchecked-")),
  ) {
    const app = new App({ outdir: folder, skipValidation: true });
    const stack = new TerraformStack(app, id);
    build(stack);
    app.synth();
    const written = join(folder, "stacks", id);
    const file = join(written, "cdk.tf.json");
    const { terraform: settings, ...json } = JSON.parse(readFileSync(file, "utf8"));
    delete settings.backend;
    writeFileSync(file, JSON.stringify({ ...json, terraform: settings }));
    const run = (...args: string[]) => terraform(written, deployment.sandbox.env, ...args);
    expect((await run("init", "-input=false", "-no-color")).stderr).toBe("");
    const result = await run("apply", "-auto-approve", "-input=false", "-no-color");
    const planned = () => run("plan", "-input=false", "-no-color", "-detailed-exitcode");
    return { result, folder, planned };
  }

  const alarm = (stack: TerraformStack) => {
    new FailureAlarm(stack, "alarm", { region: REGION, prefixes: ["quay"], topic: "create" });
  };
  const template = (stack: TerraformStack) => {
    new TemplateRole(stack, "role", { region: REGION, prefixes: ["quay"] });
  };
  const pull = (stack: TerraformStack) => {
    new PullPermissions(stack, "pull", {
      region: REGION,
      prefixes: ["quay"],
      as: "managed-policy",
    });
  };

  it.each([
    ["prod:eu", template],
    ["prod:eu", pull],
    ["prod:eu", alarm],
    ["é", template],
    ["é", alarm],
    ["a@b", alarm],
    ["a.b", alarm],
    ["a=b", alarm],
  ])("is refused by AWS or its provider too: the id %s", async (id, build) => {
    expect(checkStackName(id) ?? checkAlarmName(id, true)).toBeDefined();
    const { result } = await applied(id, (stack) => {
      configureProvider(stack, { region: REGION });
      build(stack);
    });
    expect(result.stderr).toMatch(/invalid|doesn't comply|ValidationError/i);
    expect(result.code).toBe(1);
  });

  it.each(["a@b", "a.b", "a+b", "a=b", "a,b"])("is accepted by IAM: the id %s", async (id) => {
    deployment.aws.reset();
    expect(checkStackName(id)).toBeUndefined();
    const { result } = await applied(id, (stack) => {
      configureProvider(stack, { region: REGION });
      template(stack);
      pull(stack);
    });
    expect(result.stderr).toBe("");
    expect(result.code).toBe(0);
  });

  it("is a tag that loses its value: the provider plans that again and again", async () => {
    deployment.aws.reset();
    const legacy = (value: string) => (stack: TerraformStack) => {
      configureProvider(stack, { region: REGION, tags: { legacy: value } });
      alarm(stack);
    };
    expect(checkTags({ legacy: "" })).toBeDefined();
    const { folder } = await applied("tagged", legacy("x"));
    const { result, planned } = await applied("tagged", legacy(""), folder);
    expect(result.code).toBe(0);
    const { code, stdout } = await planned();
    expect(stdout).toContain('- "legacy" = "x" -> null');
    expect(code).toBe(2);
  });

  it("is two tags that differ in capitals only: IAM refuses them", async () => {
    deployment.aws.reset();
    const tags = { Team: "a", team: "b" };
    expect(checkTags(tags)).toBeDefined();
    const { result } = await applied("tagged", (stack) => {
      configureProvider(stack, { region: REGION, tags });
      template(stack);
    });
    expect(result.stderr).toContain("Duplicate tag keys found");
    expect(result.code).toBe(1);
  });
});
