import { UserError } from "../cli/user-error";
import { restrictLocalState } from "../deployment/state-mode";
import { withTemporaryFolder } from "../temporary-folder";
import { preflight } from "../terraform/preflight";
import { installProvider } from "../terraform/provider-installation";
import type { SynthesizedStack } from "../terraform/synthesized-stack";
import { readVariableValues } from "../terraform/variable-values";
import type { Context, LockedContext } from "./context";
import { describeKilledRuns } from "./killed-runs";
import { SecretValues } from "./secret-values";
import { StackTerraform } from "./stack-terraform";

/** Terraform's debug logs have the requests to AWS in them, tokens included. */
const LOGS = ["TF_LOG", "TF_LOG_CORE", "TF_LOG_PROVIDER"];

/**
 * Checks that Terraform can run, and lends one for each stack. Saved plans are gone afterwards.
 *
 * @throws when something is missing on this machine, with all that is missing
 */
export async function withTerraform<T>(
  stacks: readonly SynthesizedStack[],
  context: LockedContext,
  use: (terraforms: readonly StackTerraform[]) => Promise<T>,
): Promise<T> {
  const { project, env, interruption, lock, print, warn } = context;
  const { root } = project();
  const log = LOGS.find((name) => env[name]);
  if (log) {
    throw new UserError(
      `${log} is set: Terraform would write requests to AWS into the log, and the tokens in them. Unset it.`,
    );
  }
  const given = await readVariableValues(root, env);
  await preflight(stacks, given, env);
  warnOfLostState(stacks, context);
  for (const stack of stacks) restrictLocalState(stack);
  const secrets = new Map(stacks.map((stack) => [stack.name, new SecretValues(stack, given)]));
  const killed = describeKilledRuns(lock.takeKilled(), (name) => secrets.get(name));
  for (const { text } of killed) print(text);
  return withTemporaryFolder("pipeline", async (folder) => {
    const versions = stacks[0]?.json.terraform.required_providers["aws"]?.version ?? "*";
    const settings = {
      env: installProvider(folder, versions, env).env,
      variableFiles: given.files,
      folder,
      lock,
      // Nobody gives back the lock of a Terraform that was killed.
      lockTimeout: killed.some(({ wasTerraformKilled }) => wasTerraformKilled) ? "0s" : "5m",
      print,
      warn,
      interruption,
    };
    return use(
      stacks.map(
        (stack) =>
          new StackTerraform(
            stack,
            secrets.get(stack.name) ?? new SecretValues(stack, given),
            settings,
          ),
      ),
    );
  });
}

/** CDKTF's local backend keeps the state beside the project, and a runner's disk is thrown away. */
function warnOfLostState(stacks: readonly SynthesizedStack[], { env, warn }: Context): void {
  if (!env["GITHUB_ACTIONS"] && !env["GITLAB_CI"]) return;
  const local = stacks.filter(({ json }) => "local" in (json.terraform.backend ?? {}));
  if (local.length === 0) return;
  const names = local.map(({ name }) => name).join(", ");
  warn(
    `warning: the state of ${names} is a file on this runner, and is lost with it: the next run would make everything again, and fail. Give the stack a backend that stays.`,
  );
}
