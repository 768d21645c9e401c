import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { satisfies } from "semver";

const AWS_PROVIDER = join("registry.terraform.io", "hashicorp", "aws");

/** Names a folder with packed or unpacked providers, which is searched first. */
export const MIRROR_VARIABLE = "TERRAFORM_PROVIDER_MIRROR";

/**
 * Finds a folder on this disk that contains a suitable version of the AWS provider, in the layout of
 * Terraform's filesystem mirrors. With it, nothing has to be downloaded.
 *
 * @param versions the version constraint of the stacks, such as ">= 5.100.0, < 7.0.0"
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file#provider-installation
 */
export function findProviderMirror(versions: string, env = process.env): string | undefined {
  return candidates(env).find((folder) => holdsProvider(folder, versions));
}

function candidates(env: NodeJS.ProcessEnv): string[] {
  const named = env[MIRROR_VARIABLE];
  const dataHome = env["XDG_DATA_HOME"] ?? join(homedir(), ".local", "share");
  const dataDirs = (env["XDG_DATA_DIRS"] ?? "/usr/local/share:/usr/share").split(":");
  return [
    ...(named ? [resolve(named)] : []),
    // The implied mirrors of Terraform.
    resolve("terraform.d", "plugins"),
    join(homedir(), ".terraform.d", "plugins"),
    ...[dataHome, ...dataDirs].map((folder) => join(folder, "terraform", "plugins")),
    // Where container images and packages usually put a mirror.
    ...["/opt", "/usr/local/share", "/usr/share"].flatMap(subfolders),
  ];
}

function subfolders(folder: string): string[] {
  return entries(folder).map((name) => join(folder, name));
}

/** A folder that does not exist, or may not be read, has no entries. */
function entries(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function holdsProvider(folder: string, versions: string): boolean {
  const home = join(folder, AWS_PROVIDER);
  if (!existsSync(home)) return false;
  return entries(home).some((name) => {
    const packed = /^terraform-provider-aws_([^_]+)_(.+)\.zip$/.exec(name);
    const version = packed?.[1] ?? name;
    const forThisMachine = packed
      ? packed[2] === platform()
      : existsSync(join(home, name, platform()));
    return forThisMachine && satisfies(version, versions.replaceAll(",", " "));
  });
}

/** The platform of this machine, as Terraform names it: `linux_amd64`. */
function platform(): string {
  const os = process.platform === "win32" ? "windows" : process.platform;
  const architectures: Partial<Record<string, string>> = { x64: "amd64", ia32: "386" };
  return `${os}_${architectures[process.arch] ?? process.arch}`;
}
