import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hasAwsCredentials } from "../../tools/terraform/aws-credentials";
import { nodeProblem, preflight } from "../../tools/terraform/preflight";
import { readSynthesizedStacks, type StackJson } from "../../tools/terraform/synthesized-stack";
import { readVariableValues } from "../../tools/terraform/variable-values";

const folder = () => mkdtempSync(join(tmpdir(), "preflight-"));

const stack = (also: object = {}) => {
  const json: StackJson = {
    terraform: { required_version: ">= 1.11", required_providers: {} },
    variable: {
      docker_cache_token: { description: "Access token.", sensitive: true },
      aws_org_id: { description: "The organization." },
      days: { default: 7 },
    },
    ...also,
  };
  return { name: "cache", folder: "", json };
};

/** A machine with a Terraform that says it is of this version, and nothing else. */
function machine(version?: string): NodeJS.ProcessEnv {
  const bin = folder();
  symlinkSync("/bin/sh", join(bin, "sh"));
  if (version) {
    const answer = JSON.stringify({ terraform_version: version });
    const program = `#!/bin/sh\necho '${answer}'\n`;
    writeFileSync(join(bin, "terraform"), program, { mode: 0o755 });
  }
  return { PATH: bin, HOME: bin, AWS_EC2_METADATA_DISABLED: "true" };
}

const KEYS = { AWS_ACCESS_KEY_ID: "an-id", AWS_SECRET_ACCESS_KEY: "not-a-real-key" };

async function problems(env: NodeJS.ProcessEnv, stacks = [stack()], root = folder()) {
  const values = await readVariableValues(root, env);
  return preflight(stacks, values, env).then(
    () => "",
    (error: Error) => error.message,
  );
}

describe("before Terraform runs", () => {
  it("all that is missing is said at once", async () => {
    const said = await problems(machine());
    expect(said).toContain("There is no `terraform` on the PATH. Install Terraform >= 1.11");
    expect(said).toContain("There are no AWS credentials. On a laptop:");
    expect(said).toContain(
      "2 variables have no value:\n  docker_cache_token  Access token.\n  aws_org_id          The organization.\nSet each one in the environment (`export TF_VAR_docker_cache_token=…`;",
    );
  });

  it("nothing is said when nothing is missing", async () => {
    const values = { TF_VAR_docker_cache_token: "not-a-real-token", TF_VAR_aws_org_id: "o-x" };
    expect(await problems({ ...machine("1.11.0"), ...KEYS, ...values })).toBe("");
  });

  it("an older Terraform, and an older Node.js, are refused", async () => {
    expect(await problems(machine("1.10.5"))).toContain("version 1.10.5, which is too old");
    expect(nodeProblem("18.20.0")).toContain("This is Node.js 18.20.0, and Node.js >=20.9");
    expect(nodeProblem("20.9.0")).toBeUndefined();
  });

  it("an empty value counts as none: a pipeline gives it for a secret that does not exist", async () => {
    const env = { ...machine("1.11.0"), ...KEYS, TF_VAR_docker_cache_token: "" };
    expect(await problems({ ...env, TF_VAR_aws_org_id: "o-x" })).toContain(
      "1 variable has no value:\n  docker_cache_token",
    );
  });

  it("HCP Terraform is left to have the credentials and the values", async () => {
    const terraform = { required_version: ">= 1.11", required_providers: {}, cloud: {} };
    expect(await problems(machine("1.11.0"), [stack({ terraform })])).toBe("");
  });
});

describe("AWS credentials", () => {
  it.each([
    ["keys", KEYS],
    ["a profile", { AWS_PROFILE: "work" }],
    ["web identity", { AWS_WEB_IDENTITY_TOKEN_FILE: "f", AWS_ROLE_ARN: "arn" }],
    ["a container", { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "/v2" }],
    ["Pod Identity", { AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://169.254.170.23" }],
    [
      "a metadata service",
      { AWS_EC2_METADATA_DISABLED: "false", AWS_EC2_METADATA_SERVICE_ENDPOINT: "http://x" },
    ],
  ])("may come from %s", (_, given) => {
    expect(hasAwsCredentials(stack(), { ...machine(), ...given })).toBe(true);
  });

  it("may come from the provider's own arguments, or from a file", () => {
    const provider = { aws: [{ region: "eu-west-1", profile: "work" }] };
    expect(hasAwsCredentials(stack({ provider }), machine())).toBe(true);
    const env = machine();
    mkdirSync(join(env["HOME"] ?? "", ".aws"));
    writeFileSync(join(env["HOME"] ?? "", ".aws", "config"), "[default]\n");
    expect(hasAwsCredentials(stack(), env)).toBe(true);
  });

  it.each([
    ["half of the keys", { AWS_ACCESS_KEY_ID: "an-id" }],
    ["an empty profile", { AWS_PROFILE: "" }],
    ["no file", { AWS_CONFIG_FILE: "/dev/null", AWS_SHARED_CREDENTIALS_FILE: "/dev/null" }],
  ])("do not come from %s", (_, given) => {
    expect(hasAwsCredentials(stack(), { ...machine(), ...given })).toBe(false);
  });
});

describe("the values of variables", () => {
  it("come from the environment and from the files that cdktf passes, in Terraform's order", async () => {
    const root = folder();
    writeFileSync(join(root, "terraform.tfvars"), 'token = "from-\\"hcl\\""\ndays = 7\n');
    writeFileSync(join(root, "b.auto.tfvars.json"), '{"token": "from-json"}');
    writeFileSync(join(root, "a.auto.tfvars"), "list = [1]\n");
    writeFileSync(join(root, "other.tfvars"), 'token = "not read"\n');
    const { files, values } = await readVariableValues(root, { TF_VAR_token: "from-env" });
    expect(files).toEqual(
      ["terraform.tfvars", "a.auto.tfvars", "b.auto.tfvars.json"].map((name) => join(root, name)),
    );
    expect(values.get("token")).toEqual(["from-env", 'from-"hcl"', "from-json"]);
    expect(values.get("days")).toEqual([7]);
    expect(values.get("list")).toEqual([[1]]);
  });

  it.each([
    ["terraform.tfvars", "is not HCL: `terraform fmt` shows where."],
    ["a.auto.tfvars.json", "is not JSON: any JSON checker shows where."],
  ])("in a broken %s are not shown with the mistake", async (name, sentence) => {
    const root = folder();
    writeFileSync(join(root, name), 'token = = "not-a-real-token"\n');
    const error = await readVariableValues(root, {}).catch(({ message }) => message);
    expect(error).toBe(`${join(root, name)} ${sentence}`);
  });
});

describe("the stacks of an app", () => {
  it("come after what they depend on", () => {
    const outdir = folder();
    const entry = (name: string, dependencies: string[] = []) => {
      mkdirSync(join(outdir, name));
      writeFileSync(join(outdir, name, "cdk.tf.json"), '{"terraform": {}}');
      const synthesizedStackPath = `${name}/cdk.tf.json`;
      return { name, workingDirectory: name, synthesizedStackPath, dependencies };
    };
    const stacks = { a: entry("a", ["z"]), b: entry("b"), z: entry("z") };
    writeFileSync(join(outdir, "manifest.json"), JSON.stringify({ stacks }));
    expect(readSynthesizedStacks(outdir).map(({ name }) => name)).toEqual(["z", "a", "b"]);
  });
});
