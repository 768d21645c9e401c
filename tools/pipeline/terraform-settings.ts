import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { sha256 } from "./configuration-digest";
import type { PlanRecord } from "./plan-record";

/**
 * Variables by which an environment changes what runs, or what Terraform does with the same files.
 * @see https://developer.hashicorp.com/terraform/cli/config/environment-variables
 */
const NAMES = [
  /^TF_CLI_ARGS(_|$)/,
  /^TF_(CLI_CONFIG_FILE|DATA_DIR|WORKSPACE|REATTACH_PROVIDERS|ENCRYPTION|IGNORE|STATE_PERSIST_INTERVAL)$/,
  /^TF_PLUGIN_CACHE_/,
  /^TF_(CLOUD_\w+|REGISTRY_\w+|SKIP_\w+)$/,
  /^(TERRAFORM_BINARY_NAME|TERRAFORM_CONFIG)$/,
  /^NODE_(OPTIONS|PATH|EXTRA_CA_CERTS|TLS_REJECT_UNAUTHORIZED)$/,
  /^(LD_PRELOAD|LD_LIBRARY_PATH|DYLD_\w+|BASH_ENV)$/,
];

/** These name a file, and what is in it counts. */
const FILES = ["TF_CLI_CONFIG_FILE", "TERRAFORM_CONFIG"];

const OWN_CONFIGURATION = "~/.terraformrc";

/**
 * Everything beside a stack's configuration that changes what Terraform does with it, by its name: digests,
 * to be compared between the plan that was reviewed and the apply. The values of variables are not among
 * them: what they change is in the plan itself.
 *
 * @param home the folder with the user's own configuration of Terraform's command line
 */
export function terraformSettings(
  env: NodeJS.ProcessEnv,
  home: string = homedir(),
): PlanRecord["settings"] {
  const given = Object.entries(env).flatMap(([name, value]): [string, string][] => {
    if (!value || !NAMES.some((pattern) => pattern.test(name))) return [];
    return [[name, FILES.includes(name) ? fileText(value) : value]];
  });
  const own = fileText(join(home, ".terraformrc"));
  if (own !== "") given.push([OWN_CONFIGURATION, own]);
  return Object.fromEntries(
    given.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, text]) => [name, sha256(text)]),
  );
}

/** The names of the settings that are not the same in both. */
export function differentSettings(
  one: PlanRecord["settings"],
  other: PlanRecord["settings"],
): string[] {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])].sort();
  return names.filter((name) => one[name] !== other[name]);
}

/** Without the blocks of tokens: each job has its own, and a token changes nothing that is applied. */
function fileText(file: string): string {
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  return text.replace(/^\s*credentials\s+"[^"]*"\s*\{[^}]*\}\s*$/gm, "").trim();
}
