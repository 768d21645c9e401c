import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { RUN_APP } from "../tools/cdktf/project";
import { type SynthesizedApp, synthesized, withoutVersion } from "./app";
import { addressesOf } from "./template";

const STACK = "ecr-pull-through-cache";

describe("the ways to run main.ts", () => {
  it("are one: npm run synth and cdktf run the same command, and so do the tests", () => {
    const command = `node ${RUN_APP} main.ts`;
    expect(JSON.parse(readFileSync("package.json", "utf8")).scripts.synth).toBe(command);
    expect(JSON.parse(readFileSync("cdktf.json", "utf8")).app).toBe(command);
  });
});

describe("main.ts", () => {
  let app: SynthesizedApp;
  let json: string;

  beforeAll(async () => {
    app = await synthesized("main.ts");
    json = app.stacks[STACK] ?? "";
  });

  it("is one stack, and has nothing to say about it", () => {
    expect(app).toMatchObject({ code: 0, stdout: "", stderr: "" });
    expect(Object.keys(app.stacks)).toEqual([STACK]);
  });

  it("synthesizes to this Terraform JSON", async () => {
    await expect(withoutVersion(json)).toMatchFileSnapshot(`__snapshots__/${STACK}.tf.json`);
  });

  it("synthesizes to the same bytes wherever and whenever it runs", async () => {
    expect((await synthesized("main.ts")).stacks[STACK]).toBe(json);
    expect(json).not.toContain(process.cwd());
  });

  it("has an example of its variables' values, with what has a default left out", () => {
    const example = readFileSync("terraform.tfvars.example", "utf8");
    const given = [...example.matchAll(/^(# )?(\w+) += /gm)];
    const variables: Record<string, { default?: unknown }> = JSON.parse(json).variable;
    const expected = Object.entries(variables).map(([name, variable]) =>
      variable.default === undefined ? name : `# ${name}`,
    );
    expect(given.map(([, comment = "", name]) => comment + name).sort()).toEqual(expected.sort());
  });

  it("has the article's addresses, which are the users' state and never change", () => {
    expect(addressesOf(JSON.parse(json))).toEqual([
      "aws_ecr_pull_through_cache_rule.docker",
      "aws_ecr_registry_policy.this",
      "aws_ecr_registry_scanning_configuration.this",
      "aws_ecr_repository_creation_template.cache",
      "aws_secretsmanager_secret.docker_cache_creds",
      "aws_secretsmanager_secret_version.docker_cache_creds",
      "data.aws_caller_identity.current",
      "data.aws_ecr_lifecycle_policy_document.expire_old_images",
      "data.aws_iam_policy_document.ecr_registry_policy",
      "output.docker_login_command",
      "output.ecr_cache_prefix",
      "output.ecr_cache_registries",
      "var.aws_org_id",
      "var.docker_cache_token",
      "var.docker_cache_username",
      "var.ecr_cache_lifecycle_days",
    ]);
  });
});
