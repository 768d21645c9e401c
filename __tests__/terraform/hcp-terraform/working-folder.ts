import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CommandResult, terraform } from "../../../tools/terraform/terraform-cli";

/** A folder with one resource that needs no provider: for what matters of the state alone. */
export class WorkingFolder {
  readonly folder = mkdtempSync(join(tmpdir(), "hcp-terraform-folder-"));
  private readonly env: NodeJS.ProcessEnv;

  /** @param settings the `terraform` block */
  constructor(settings: object, env: Readonly<Record<string, string>>) {
    // A developer's own tokens and settings of Terraform are in variables and in the home folder.
    const plain = Object.entries(process.env).filter(([name]) => !name.startsWith("TF_"));
    const own = { HOME: this.folder, CHECKPOINT_DISABLE: "1" };
    this.env = { ...Object.fromEntries(plain), ...env, ...own };
    this.configure(settings);
  }

  configure(settings: object, resource: object = {}): void {
    const configuration = {
      terraform: settings,
      resource: { terraform_data: { example: { input: "cached", ...resource } } },
      output: { example: { value: "${terraform_data.example.output}" } },
    };
    writeFileSync(join(this.folder, "main.tf.json"), JSON.stringify(configuration));
  }

  terraform(...args: string[]): Promise<CommandResult> {
    return this.as({}, ...args);
  }

  /** With other variables in the environment. */
  as(env: Readonly<Record<string, string>>, ...args: string[]): Promise<CommandResult> {
    return terraform(this.folder, { ...this.env, ...env }, ...args);
  }

  /** Answers the question that Terraform asks. */
  answering(answer: string, ...args: string[]): Promise<number | null> {
    const child = spawn("terraform", args, { cwd: this.folder, env: this.env });
    child.stdin.end(`${answer}\n`);
    return new Promise((resolve) => child.once("close", resolve));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
