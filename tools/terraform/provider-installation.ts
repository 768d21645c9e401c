import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { findProviderMirror } from "./provider-mirror";

export interface ProviderInstallation {
  /** The environment in which Terraform finds the provider. */
  readonly env: NodeJS.ProcessEnv;
  /** Where the provider comes from, in words. */
  readonly source: string;
  /** Whether that is somewhere else than the public registry, which may be out of reach then. */
  readonly isMirrored: boolean;
}

/**
 * Configures where Terraform finds the AWS provider: as in the user's own CLI configuration, otherwise
 * in a mirror on this disk, otherwise in the public registry.
 *
 * @param folder a folder for a CLI configuration file
 * @param versions the version constraint of the stacks
 */
export function installProvider(
  folder: string,
  versions: string,
  environment: NodeJS.ProcessEnv = process.env,
): ProviderInstallation {
  const env: NodeJS.ProcessEnv = { ...environment, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" };
  const own = ownConfiguration(env);
  // Terraform would warn about a configuration file that does not exist.
  if (!own) delete env["TF_CLI_CONFIG_FILE"];
  const configured = own ? readFileSync(own, "utf8") : "";
  if (/^\s*provider_installation\b/m.test(configured)) {
    const isMirrored = /^\s*(filesystem|network)_mirror\b/m.test(configured);
    return { env, source: `as configured in ${own}`, isMirrored };
  }
  const mirror = findProviderMirror(versions, env);
  if (!mirror) {
    const source = "from registry.terraform.io (downloaded on first use)";
    return { env, source, isMirrored: false };
  }
  const configuration = join(folder, "terraform-cli.tfrc");
  writeFileSync(configuration, filesystemMirror(mirror));
  env["TF_CLI_CONFIG_FILE"] = configuration;
  return { env, source: `from the mirror ${mirror} (offline)`, isMirrored: true };
}

function ownConfiguration(env: NodeJS.ProcessEnv): string | undefined {
  const candidates = [env["TF_CLI_CONFIG_FILE"], join(homedir(), ".terraformrc")];
  return candidates.find((file) => file !== undefined && existsSync(file));
}

/** Uses the mirror for the AWS provider, and the registry for all others. */
function filesystemMirror(mirror: string): string {
  const provider = '["registry.terraform.io/hashicorp/aws"]';
  return `provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(mirror)}
    include = ${provider}
  }
  direct {
    exclude = ${provider}
  }
}
`;
}
