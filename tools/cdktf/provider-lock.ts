import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { UserError } from "../cli/user-error";
import { installProvider } from "../terraform/provider-installation";
import type { SynthesizedStack } from "../terraform/synthesized-stack";
import { terraform } from "../terraform/terraform-cli";
import type { CdktfCommand } from "./cdktf-command";

const FLAG = "--skip-provider-lock";

/**
 * Where there is a mirror of providers, makes the lock file of each stack that has none yet. cdktf would
 * have Terraform make it from what the registry says (`terraform providers lock`), which may be out of
 * reach there; where there is a lock file, cdktf leaves it at that.
 *
 * @param outdir what CDKTF wrote to
 * @returns what is to be said where cdktf will ask the registry all the same
 * @throws UserError where Terraform finds no provider, with what to do
 */
export async function lockProviders(
  stacks: readonly SynthesizedStack[],
  { skipsProviderLock, migratesState }: Pick<CdktfCommand, "skipsProviderLock" | "migratesState">,
  outdir: string,
  env: NodeJS.ProcessEnv,
): Promise<string[]> {
  if (skipsProviderLock) return [];
  const warnings: string[] = [];
  for (const stack of stacks) {
    const versions = stack.json.terraform.required_providers["aws"]?.version ?? "*";
    const installation = installProvider(resolve(outdir), versions, env);
    if (!installation.isMirrored) continue;
    const from = `The AWS provider comes ${installation.source}`;
    if (migratesState) {
      warnings.push(
        `${from}; with --migrate-state, cdktf asks the registry about it.\n  fix: add ${FLAG}`,
      );
    } else if (!existsSync(join(stack.folder, ".terraform.lock.hcl"))) {
      await lock(stack, installation, env);
    }
  }
  return warnings;
}

/** `init` also installs the provider, in the way that cdktf's own `init` will find it. */
async function lock(
  { name, folder }: SynthesizedStack,
  { source, env: mirrored }: ReturnType<typeof installProvider>,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const checked = { ...env, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" };
  const init = ["init", "-backend=false", "-input=false", "-no-color"];
  const { code, stderr } = await terraform(folder, checked, ...init);
  if (code === 0) return;
  const file = mirrored["TF_CLI_CONFIG_FILE"];
  const isOwn = file === env["TF_CLI_CONFIG_FILE"];
  throw new UserError(
    isOwn || file === undefined
      ? `Terraform could not install the AWS provider for ${name}, ${source}:\n${stderr.trim()}`
      : `Terraform cannot reach the registry, and cdktf runs it without the mirror that is here.\nfix: export TF_CLI_CONFIG_FILE=${file}, which was written for it: the AWS provider then comes ${source}`,
  );
}
