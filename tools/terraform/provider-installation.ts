import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { findProviderMirror } from "./provider-mirror";

export interface ProviderInstallation {
  /** The environment in which Terraform finds the provider. */
  readonly env: NodeJS.ProcessEnv;
  /** Where the provider comes from, for people: one line. */
  readonly source: string;
}

/**
 * Lets Terraform find the AWS provider: as the user's own CLI configuration says, else in a mirror
 * on this disk, else in the public registry.
 *
 * @param folder where a CLI configuration file may be written
 * @param versions the constraint of the stacks
 */
export function installProvider(
  folder: string,
  versions: string,
  environment: NodeJS.ProcessEnv = process.env,
): ProviderInstallation {
  const env: NodeJS.ProcessEnv = { ...environment, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" };
  const own = ownConfiguration(env);
  // Terraform warns about a configuration file that is not there, and then has none.
  if (!own) delete env["TF_CLI_CONFIG_FILE"];
  if (own && /^\s*provider_installation\b/m.test(readFileSync(own, "utf8"))) {
    return { env, source: `as ${own} says` };
  }
  const mirror = findProviderMirror(versions, env);
  if (!mirror) return { env, source: "from registry.terraform.io (a download at first)" };
  const configuration = join(folder, "terraform-cli.tfrc");
  writeFileSync(configuration, filesystemMirror(mirror));
  env["TF_CLI_CONFIG_FILE"] = configuration;
  return { env, source: `from the mirror ${mirror} (offline)` };
}

function ownConfiguration(env: NodeJS.ProcessEnv): string | undefined {
  const candidates = [env["TF_CLI_CONFIG_FILE"], join(homedir(), ".terraformrc")];
  return candidates.find((file) => file !== undefined && existsSync(file));
}

/** The mirror for the one provider that it is known to hold; the registry for all others. */
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
