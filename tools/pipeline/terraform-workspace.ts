import { UserError } from "../cli/user-error";
import { withTemporaryFolder } from "../temporary-folder";
import { preflight } from "../terraform/preflight";
import { installProvider } from "../terraform/provider-installation";
import type { SynthesizedStack } from "../terraform/synthesized-stack";
import { readVariableValues } from "../terraform/variable-values";
import type { Context } from "./context";
import { SecretValues } from "./secret-values";
import { StackTerraform } from "./stack-terraform";

/** The debug logs of Terraform contain the requests to AWS, including tokens. */
const LOGS = ["TF_LOG", "TF_LOG_CORE", "TF_LOG_PROVIDER"];

/**
 * Checks that Terraform can run, and provides it for each stack. Saved plans are deleted afterwards.
 *
 * @throws UserError when something is missing on this machine, with everything that is missing
 */
export async function withTerraform<T>(
  stacks: readonly SynthesizedStack[],
  context: Context,
  use: (terraforms: readonly StackTerraform[]) => Promise<T>,
): Promise<T> {
  const { project, env, interruption, terminal } = context;
  const { root } = project();
  const log = LOGS.find((name) => env[name]);
  if (log) {
    throw new UserError(
      `${log} is set, so Terraform would log requests to AWS, including the tokens in them.\n  fix: unset ${log}`,
    );
  }
  const given = await readVariableValues(root, env);
  await preflight(stacks, given, env);
  warnOfLostState(stacks, context);
  return withTemporaryFolder("pipeline", async (folder) => {
    const versions = stacks[0]?.json.terraform.required_providers["aws"]?.version ?? "*";
    const settings = {
      env: installProvider(folder, versions, env).env,
      variableFiles: given.files,
      folder,
      terminal,
      interruption,
    };
    return use(
      stacks.map((stack) => new StackTerraform(stack, new SecretValues(stack, given), settings)),
    );
  });
}

/** The local backend keeps the state in the project's folder, and the disk of a CI runner is discarded. */
function warnOfLostState(stacks: readonly SynthesizedStack[], { env, terminal }: Context): void {
  if (!env["GITHUB_ACTIONS"] && !env["GITLAB_CI"]) return;
  const local = stacks.filter(({ json }) => "local" in (json.terraform.backend ?? {}));
  if (local.length === 0) return;
  const names = local.map(({ name }) => name).join(", ");
  terminal.warn(
    `warning: the state of ${names} is a file on this runner, and will be lost: the next run would create everything again, and fail. Configure a remote backend.`,
  );
}
