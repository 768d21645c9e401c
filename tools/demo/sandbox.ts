import { join } from "node:path";
import { type LocalAws, misleadingVariables } from "../../local-aws";
import type { Project } from "../cdktf/project";
import { synthesizedStacks } from "../cdktf/synthesized-stacks";
import { temporaryFolder } from "../temporary-folder";
import { installProvider } from "../terraform/provider-installation";
import type { SynthesizedStack } from "../terraform/synthesized-stack";
import type { CommandResult } from "../terraform/terraform-cli";
import { runTerraform } from "../terraform/terraform-process";

/**
 * An app that is synthesized into a temporary folder and deployed to local-aws, so that neither the
 * project's own state nor an AWS account is touched.
 */
export class Sandbox {
  private constructor(
    /** Contains `cdktf.out` and the state beside it, like the root of a project. */
    readonly folder: string,
    readonly stacks: readonly SynthesizedStack[],
    /** Where the AWS provider comes from, for people. */
    readonly providerSource: string,
    /** The environment of Terraform: local-aws, the provider, and a placeholder for each variable. */
    readonly env: NodeJS.ProcessEnv,
    /** Removes the folder. */
    readonly close: () => void,
    private readonly signal: AbortSignal,
  ) {}

  /**
   * @param project the project of the app
   * @param aws where the stacks will be deployed
   * @param signal stops the app and Terraform when it is aborted
   * @throws UserError when the app does not synthesize, with its output
   */
  static async open(
    project: Project,
    aws: LocalAws,
    region: string,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<Sandbox> {
    const { folder, remove } = temporaryFolder("ecr-pull-through-cache");
    try {
      const outdir = join(folder, "cdktf.out");
      const stacks = await synthesizedStacks(project, { outdir, signal });
      const versions = stacks[0]?.json.terraform.required_providers["aws"]?.version;
      const installation = installProvider(folder, versions ?? "*");
      const env = {
        ...without(installation.env, misleadingVariables),
        ...aws.environment(region),
        ...exampleVariables(stacks),
        TMPDIR: folder, // A provider that is stopped leaves its socket there.
      };
      return new Sandbox(folder, stacks, installation.source, env, remove, signal);
    } catch (error) {
      remove();
      throw error;
    }
  }

  /** The stack of an app that has only one. */
  get stack(): SynthesizedStack {
    const [stack, ...others] = this.stacks;
    if (!stack || others.length > 0) throw new Error(`${this.stacks.length} stacks, expected one`);
    return stack;
  }

  /** Runs Terraform in a stack's folder. */
  async terraform(stack: SynthesizedStack, ...args: readonly string[]): Promise<CommandResult> {
    this.signal.throwIfAborted();
    const { env, signal } = this;
    return runTerraform({ cwd: stack.folder, env, args, signal, end: "kill" });
  }
}

/** A placeholder for each variable that has no default. */
function exampleVariables(stacks: readonly SynthesizedStack[]): Record<string, string> {
  const variables = stacks.flatMap(({ json }) => Object.entries(json.variable ?? {}));
  const needed = variables.filter(([, variable]) => variable.default === undefined);
  return Object.fromEntries(needed.map(([name]) => [`TF_VAR_${name}`, exampleValue(name)]));
}

/** A value that is obviously a placeholder, in the format of the variable. */
export function exampleValue(name: string): string {
  return name === "aws_org_id" ? "o-exampleorgid" : `example-${name.replaceAll("_", "-")}`;
}

function without(env: NodeJS.ProcessEnv, names: readonly string[]): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !names.includes(name)));
}
