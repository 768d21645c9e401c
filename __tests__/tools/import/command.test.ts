import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { devNull, tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { importBlocks, writeImportFile } from "../../../tools/import/import-file";
import { describeFinding } from "../../../tools/import/report";
import { aSecret, useLocalAws } from "../../local-aws/fixture";
import { ecrCache } from "../cli/ecr-cache";

const local = useLocalAws();

const newFolder = () => mkdtempSync(join(tmpdir(), "import-"));

/** The clients of AWS look at the environment of this process. */
async function command(args: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const env = { ...local.aws.environment("eu-west-1"), CDKTF_OUTDIR: newFolder(), ...more };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  try {
    return await ecrCache(["import", ...args]);
  } finally {
    vi.unstubAllEnvs();
  }
}

describe("ecr-cache import", { timeout: 30_000 }, () => {
  it("prints the blocks as JSON, reads AWS only, and reads no secret", async () => {
    const arn = await aSecret(local.secrets);
    const before = local.aws.inventory();
    const { code, stdout, stderr } = await command(["--print"]);
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual({
      import: [
        { to: "aws_secretsmanager_secret.docker_cache_creds", id: arn },
        {
          to: "aws_secretsmanager_secret_version.docker_cache_creds",
          id: expect.stringMatching(/^arn:.*\|.+$/),
        },
      ],
    });
    expect(code).toBe(0);
    expect(local.aws.inventory()).toEqual(before);
    const calls = local.aws.calls.map(({ call }) => call.split(":")[1] ?? "");
    expect(calls.filter((call) => !/^(Create|Assume|Describe|Get|List)/.test(call))).toEqual([]);
    expect(calls).not.toContain("GetSecretValue");
  });

  it("ends with a failure where something is unknown, and says so", async () => {
    local.aws.fail({ call: "ecr:GetRegistryPolicy" });
    const { code, stdout } = await command([]);
    expect(stdout).toContain("  unknown  aws_ecr_registry_policy.this (AccessDeniedException: ");
    expect(stdout).toContain("1 unknown: resolve them before you deploy.\nNothing to import.");
    expect(code).toBe(1);
  });

  it.each([
    [
      64,
      ["ecr-pull-thruogh-cache"],
      'main.ts has no stack "ecr-pull-thruogh-cache".\n  allowed: ecr-pull-through-cache\n  fix: did you mean "ecr-pull-through-cache"?\n',
    ],
    [2, ["--app", "man.ts"], "There is no app man.ts.\n  fix: name a file, such as main.ts\n"],
    [
      64,
      ["--app", "examples/multi-region.ts", "--print"],
      "--print prints one stack; this app has cache-111111111111-eu-west-1, cache-111111111111-us-east-1, cache-222222222222-eu-west-1. Name one of them.\n",
    ],
    [2, ["--app", "__tests__/fixtures/wrong-app.ts"], "in this app; nothing was written."],
    [64, ["--prnt"], "Unknown option '--prnt'. Did you mean --print? See --help.\n"],
  ])("ends with %i before AWS is asked: %j", async (exitCode, args, sentence) => {
    const asked = local.aws.calls.length;
    const { code, stdout, stderr } = await command(args);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect({ code, stdout }).toEqual({ code: exitCode, stdout: "" });
    expect(local.aws.calls.length).toBe(asked);
  });

  it("goes on with the other stacks where one account cannot be reached, and ends with 2", async () => {
    local.aws.fail({ call: "sts:AssumeRole", times: 1 });
    const { code, stdout, stderr } = await command(["--app", "examples/multi-region.ts"]);
    expect(stderr).toMatch(/^cache-111111111111-eu-west-1 could not be checked\. AccessDenied: /);
    expect(stdout).toContain("cache-111111111111-us-east-1: account 111111111111, us-east-1");
    expect(stdout).toContain("cache-222222222222-eu-west-1: account 222222222222, eu-west-1");
    expect(code).toBe(2);
  });

  it("says what to do where there are no credentials", async () => {
    const none = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "", HOME: devNull };
    const { code, stderr } = await command([], none);
    expect(stderr).toContain("There are no valid AWS credentials: CredentialsProviderError: ");
    expect(stderr).toContain("fix: provide credentials as for Terraform");
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect(code).toBe(2);
  });

  it("takes stacks and options in any order", async () => {
    const [eu, us] = ["cache-111111111111-eu-west-1", "cache-111111111111-us-east-1"];
    const app = ["--app", "examples/multi-region.ts"];
    const { code, stderr } = await command([eu, ...app, us, "--print"]);
    expect(stderr).toBe(`--print prints one stack; this app has ${eu}, ${us}. Name one of them.\n`);
    expect(code).toBe(64);
  });
});

describe("the file of import blocks", () => {
  const stackIn = (folder: string) => ({ name: "a", folder, json: {} });

  it("has what was found, and goes when there is nothing to import any more", () => {
    const folder = newFolder();
    const blocks = importBlocks([
      ["aws_iam_role.a", { kind: "found", id: "a" }],
      ["aws_iam_role.b", { kind: "missing" }],
      ["aws_iam_role.c", { kind: "unknown", why: "of something" }],
    ]);
    const file = writeImportFile(stackIn(folder), blocks);
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({
      import: [{ to: "aws_iam_role.a", id: "a" }],
    });
    writeImportFile(stackIn(folder), []);
    expect(() => readFileSync(file)).toThrow("ENOENT");
  });

  it("is written over an older one", () => {
    const folder = newFolder();
    writeFileSync(join(folder, "import.tf.json"), "{}");
    const file = writeImportFile(stackIn(folder), [{ to: "aws_iam_role.a", id: "a" }]);
    expect(readFileSync(file, "utf8")).toContain("aws_iam_role.a");
  });
});

it("an unknown address comes with the block that would import it", () => {
  const line = describeFinding("aws_iam_role_policy.a", { kind: "unknown", why: "a reason" });
  expect(line).toBe(
    `unknown  aws_iam_role_policy.a (a reason)
  if it exists, import it by hand: write a file by-hand.tf.json beside cdk.tf.json with
  {"import":[{"to":"aws_iam_role_policy.a","id":"…"}]}; the id is the role's name, a colon, the policy's name`,
  );
});
