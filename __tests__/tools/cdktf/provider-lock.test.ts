import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { lockProviders } from "../../../tools/cdktf/provider-lock";
import type { SynthesizedStack } from "../../../tools/terraform/synthesized-stack";

const MIRROR = 'provider_installation {\n  filesystem_mirror {\n    path = "/mirror"\n  }\n}\n';
const DEPLOY = { skipsProviderLock: false, migratesState: false };

describe("the lock file of a stack's providers", () => {
  let root: string;
  let env: NodeJS.ProcessEnv;
  let stack: SynthesizedStack;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "provider-lock-"));
    const folder = join(root, "cdktf.out", "stacks", "cache");
    mkdirSync(folder, { recursive: true });
    const json = { terraform: { required_providers: { aws: { version: ">= 5.100.0" } } } };
    stack = { name: "cache", folder, json };
    symlinkSync("/bin/sh", join(root, "sh"));
    terraformEnds('echo "$@" > asked');
    env = { PATH: root, TF_CLI_CONFIG_FILE: configuration(MIRROR) };
  });

  function terraformEnds(line: string): void {
    writeFileSync(join(root, "terraform"), `#!/bin/sh\n${line}\n`, { mode: 0o755 });
  }

  function configuration(text: string): string {
    const file = join(root, "own.tfrc");
    writeFileSync(file, text);
    return file;
  }

  const lock = (also: Partial<typeof DEPLOY> = {}) =>
    lockProviders([stack], { ...DEPLOY, ...also }, join(root, "cdktf.out"), env);
  const asked = () => existsSync(join(stack.folder, "asked"));

  it("is made behind a mirror, without a backend", async () => {
    expect(await lock()).toEqual([]);
    const command = readFileSync(join(stack.folder, "asked"), "utf8");
    expect(command).toBe("init -backend=false -input=false -no-color\n");
  });

  it("is left as it is, where there is one or nobody wants one", async () => {
    await lock({ skipsProviderLock: true });
    writeFileSync(join(stack.folder, ".terraform.lock.hcl"), "");
    await lock();
    expect(asked()).toBe(false);
  });

  it("is left to cdktf where a configuration names no mirror", async () => {
    env["TF_CLI_CONFIG_FILE"] = configuration("provider_installation {\n  direct {}\n}\n");
    expect(await lock()).toEqual([]);
    expect(asked()).toBe(false);
  });

  it("cannot be kept from the registry when the state is moved, which is said", async () => {
    const [warning] = await lock({ migratesState: true });
    expect(warning).toContain("--migrate-state");
    expect(warning).toContain("fix: add --skip-provider-lock");
    expect(asked()).toBe(false);
  });

  it("cannot be made where the mirror has no provider, which is said as Terraform says it", async () => {
    terraformEnds("echo 'no such provider' >&2; exit 1");
    await expect(lock()).rejects.toThrow(
      /could not install the AWS provider for cache, as configured in .*own\.tfrc:\nno such provider/,
    );
  });

  it("cannot be made from a mirror that only this project knows, which says what to export", async () => {
    const mirror = join(root, "mirror");
    const provider = join(mirror, "registry.terraform.io", "hashicorp", "aws");
    mkdirSync(provider, { recursive: true });
    for (const machine of ["linux_amd64", "linux_arm64", "darwin_arm64", "darwin_amd64"]) {
      writeFileSync(join(provider, `terraform-provider-aws_5.100.0_${machine}.zip`), "");
    }
    env = { PATH: root, TERRAFORM_PROVIDER_MIRROR: mirror };
    terraformEnds("exit 1");
    const file = join(root, "cdktf.out", "terraform-cli.tfrc");
    await expect(lock()).rejects.toThrow(`fix: export TF_CLI_CONFIG_FILE=${file}`);
    expect(readFileSync(file, "utf8")).toContain(mirror);
  });
});
