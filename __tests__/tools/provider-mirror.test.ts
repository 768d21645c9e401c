import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { installProvider } from "../../tools/terraform/provider-installation";
import { findProviderMirror, MIRROR_VARIABLE } from "../../tools/terraform/provider-mirror";

const VERSIONS = ">= 5.100.0, < 7.0.0";
const os = process.platform === "win32" ? "windows" : process.platform;
const PLATFORM = `${os}_${process.arch === "x64" ? "amd64" : process.arch}`;

function folder(): string {
  return mkdtempSync(join(tmpdir(), "mirror-"));
}

/** A folder that has, in place of the provider, the file that a mirror would have it in. */
function mirrorWith(path: string): string {
  const mirror = folder();
  const aws = join(mirror, "registry.terraform.io", "hashicorp", "aws");
  mkdirSync(join(aws, path, ".."), { recursive: true });
  writeFileSync(join(aws, path), "");
  return mirror;
}

describe("a provider mirror", () => {
  const find = (mirror: string) => findProviderMirror(VERSIONS, { [MIRROR_VARIABLE]: mirror });

  it.each([
    ["unpacked", join("5.100.0", PLATFORM, "terraform-provider-aws")],
    ["packed", `terraform-provider-aws_6.25.0_${PLATFORM}.zip`],
  ])("is found where the environment variable says, %s", (_, path) => {
    const mirror = mirrorWith(path);
    expect(find(mirror)).toBe(mirror);
  });

  it.each([
    ["an older version", join("5.99.1", PLATFORM, "terraform-provider-aws")],
    ["a newer major version", `terraform-provider-aws_7.0.0_${PLATFORM}.zip`],
    ["another machine's build", join("5.100.0", "plan9_mips", "terraform-provider-aws")],
    ["another machine's package", "terraform-provider-aws_6.25.0_plan9_mips.zip"],
  ])("is passed over when it only has %s", (_, path) => {
    const mirror = mirrorWith(path);
    expect(find(mirror)).not.toBe(mirror);
  });

  it("is found in the folders that Terraform itself looks in", () => {
    const dataHome = folder();
    const plugins = join(dataHome, "terraform", "plugins");
    const provider = join(plugins, "registry.terraform.io", "hashicorp", "aws", "6.0.0", PLATFORM);
    mkdirSync(provider, { recursive: true });
    expect(findProviderMirror(VERSIONS, { XDG_DATA_HOME: dataHome })).toBe(plugins);
  });
});

describe("the installation of the provider", () => {
  afterEach(() => vi.unstubAllEnvs());

  it("names the mirror in a CLI configuration, for this provider only", () => {
    const mirror = mirrorWith(join("5.100.0", PLATFORM, "terraform-provider-aws"));
    vi.stubEnv(MIRROR_VARIABLE, mirror);
    vi.stubEnv("TF_CLI_CONFIG_FILE", join(folder(), "there-is-no-such-file"));
    vi.stubEnv("HOME", folder());
    const { env, source } = installProvider(folder(), VERSIONS);
    expect(source).toBe(`from the mirror ${mirror} (offline)`);
    expect(readFileSync(env["TF_CLI_CONFIG_FILE"] ?? "", "utf8")).toContain(`"${mirror}"`);
  });

  it("leaves the user's own provider installation alone", () => {
    const own = join(folder(), "own.tfrc");
    writeFileSync(own, "provider_installation {\n  direct {}\n}\n");
    vi.stubEnv(MIRROR_VARIABLE, mirrorWith(join("5.100.0", PLATFORM, "terraform-provider-aws")));
    vi.stubEnv("TF_CLI_CONFIG_FILE", own);
    const { env, source } = installProvider(folder(), VERSIONS);
    expect(source).toBe(`as configured in ${own}`);
    expect(env["TF_CLI_CONFIG_FILE"]).toBe(own);
  });

  it("takes a configuration file that does not exist for none", () => {
    vi.stubEnv("TF_CLI_CONFIG_FILE", join(homedir(), "there-is-no-such-file"));
    vi.stubEnv("HOME", folder());
    const { env } = installProvider(folder(), "= 0.0.1");
    expect(env).not.toHaveProperty("TF_CLI_CONFIG_FILE");
    expect(env["CHECKPOINT_DISABLE"]).toBe("1");
  });
});
