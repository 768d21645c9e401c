import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { devNull, tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { importedStacks } from "../../../tools/import/chosen-stacks";
import { readCommandLine } from "../../../tools/import/command-line";
import { importBlocks, writeImportFile } from "../../../tools/import/import-file";
import { describeFinding } from "../../../tools/import/report";
import { run } from "../../../tools/terraform/terraform-cli";
import { aSecret, useLocalAws } from "../../local-aws/fixture";

const local = useLocalAws();

const newFolder = () => mkdtempSync(join(tmpdir(), "import-"));

function command(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  return run(process.execPath, ["--require", "tsx/cjs", "tools/import/command.ts", ...args], {
    env: {
      ...process.env,
      ...local.aws.environment("eu-west-1"),
      CDKTF_OUTDIR: newFolder(),
      ...env,
    },
  });
}

describe("npm run import", { timeout: 30_000 }, () => {
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
    expect(stdout).toContain("1 unknown: settle them before you deploy.\nNothing to import.");
    expect(code).toBe(1);
  });

  it.each([
    [
      ["ecr-pull-thruogh-cache"],
      'main.ts has no stack "ecr-pull-thruogh-cache".\n  allowed: ecr-pull-through-cache\n  fix: did you mean "ecr-pull-through-cache"?',
    ],
    [["--app", "man.ts"], "There is no app man.ts.\n  fix: name a file, such as main.ts"],
    [
      ["--app", "examples/multi-region.ts", "--print"],
      "--print prints one stack; this app has cache-111111111111-eu-west-1, cache-111111111111-us-east-1, cache-222222222222-eu-west-1. Name one of them.",
    ],
    [["--app", "__tests__/fixtures/wrong-app.ts"], "in this app; nothing was written."],
  ])("%j is answered before AWS is asked", async (args, sentence) => {
    const chosen = importedStacks(readCommandLine(args), newFolder());
    await expect(chosen).rejects.toThrow(sentence);
  });

  it("goes on with the other stacks where one account cannot be reached, and ends with 2", async () => {
    local.aws.fail({ call: "sts:AssumeRole", times: 1 });
    const { code, stdout, stderr } = await command(["--app", "examples/multi-region.ts"]);
    expect(stderr).toMatch(/^cache-111111111111-eu-west-1 could not be looked at\. AccessDenied: /);
    expect(stdout).toContain("cache-111111111111-us-east-1: account 111111111111, us-east-1");
    expect(stdout).toContain("cache-222222222222-eu-west-1: account 222222222222, eu-west-1");
    expect(code).toBe(2);
  });

  it("says what to do where there are no credentials", async () => {
    const none = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "", HOME: devNull };
    const { code, stderr } = await command([], none);
    expect(stderr).toContain("AWS does not know who is asking: CredentialsProviderError: ");
    expect(stderr).toContain("fix: give credentials as for Terraform");
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect(code).toBe(2);
  });

  it("has no other options", async () => {
    const { code, stdout, stderr } = await command(["--prnt"]);
    expect({ code, stdout }).toEqual({ code: 64, stdout: "" });
    expect(stderr).toBe("Unknown option '--prnt'. See --help.\n");
  });

  it("takes stacks and options in any order", () => {
    const options = { help: false, app: "a.ts", stacks: ["one", "two"], print: true };
    expect(readCommandLine(["one", "--app", "a.ts", "two", "--print"])).toEqual(options);
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
  if it exists, import it by hand: a file by-hand.tf.json beside cdk.tf.json with
  {"import":[{"to":"aws_iam_role_policy.a","id":"…"}]}; the id is the role's name, a colon, the policy's name`,
  );
});
