import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hasAwsCredentials } from "../../tools/terraform/aws-credentials";
import { preflight } from "../../tools/terraform/preflight";
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

const INVISIBLE = "has a line end, a byte order mark or another invisible character in it";

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
    expect(said).toContain("There are no AWS credentials. On a laptop, use");
    expect(said).toContain(
      "2 variables have no value:\n  docker_cache_token  Access token.\n  aws_org_id          The organization.\nSet each one in the environment (`export TF_VAR_docker_cache_token=…`;",
    );
  });

  it("nothing is said when nothing is missing", async () => {
    const values = {
      TF_VAR_docker_cache_token: "not-a-real-token",
      TF_VAR_aws_org_id: "o-exampleorgid",
    };
    expect(await problems({ ...machine("1.11.0"), ...KEYS, ...values })).toBe("");
  });

  it("an older Terraform is refused", async () => {
    expect(await problems(machine("1.10.5"))).toContain("version 1.10.5, which is too old");
  });

  it("an empty value counts as none: a pipeline gives it for a secret that does not exist", async () => {
    const env = { ...machine("1.11.0"), ...KEYS, TF_VAR_docker_cache_token: "" };
    expect(await problems({ ...env, TF_VAR_aws_org_id: "o-exampleorgid" })).toContain(
      "1 variable has no value:\n  docker_cache_token",
    );
  });

  it.each([
    ["quotes around it", '"dckr_pat_0123"', "has quotes around it"],
    ["a line end behind it", "dckr_pat_0123\n", "begins or ends with a blank or a line end"],
    ["a line end in it", "dckr_pat_0123\nx", INVISIBLE],
    ["a byte order mark before it", "\ufeffdckr_pat_0123", INVISIBLE],
    ["the value of the example", "dckr_pat_...", "is the placeholder of an example"],
    ["the value of a guide", "your-name", "is the placeholder of an example"],
  ])("a token with %s is refused, and not shown", async (_, value, mistake) => {
    const env = { ...machine("1.11.0"), ...KEYS, TF_VAR_aws_org_id: "o-exampleorgid" };
    const said = await problems({ ...env, TF_VAR_docker_cache_token: value });
    expect(said).toBe(
      `1 variable has a value that cannot be right:\n  docker_cache_token  ${mistake}\nCorrect it where it is set: in the environment (TF_VAR_docker_cache_token), or in terraform.tfvars in the project's root.`,
    );
  });

  it("the copied example is refused, value for value, as long as nobody has edited it", async () => {
    const root = folder();
    const example = readFileSync("terraform.tfvars.example", "utf8");
    writeFileSync(join(root, "terraform.tfvars"), example);
    const json = {
      variable: { docker_cache_username: {}, docker_cache_token: {}, aws_org_id: {} },
    };
    const said = await problems({ ...machine("1.11.0"), ...KEYS }, [stack(json)], root);
    expect(said.split("\n").slice(0, 4)).toEqual([
      "3 variables have values that cannot be right:",
      "  docker_cache_username  is the placeholder of an example",
      "  docker_cache_token     is the placeholder of an example",
      "  aws_org_id             is no id of an organization; copy the id from `aws organizations describe-organization --query Organization.Id`",
    ]);
  });

  it("the value that Terraform would take is looked at: that of the last file", async () => {
    const root = folder();
    writeFileSync(join(root, "terraform.tfvars"), 'docker_cache_token = "dckr_pat_0123"\n');
    const env = { ...machine("1.11.0"), ...KEYS, TF_VAR_aws_org_id: "o-exampleorgid" };
    expect(await problems({ ...env, TF_VAR_docker_cache_token: '"x"' }, undefined, root)).toBe("");
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
    ["terraform.tfvars", "is not valid HCL: `terraform fmt` shows where."],
    ["a.auto.tfvars.json", "is not valid JSON: any JSON checker shows where."],
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
