import { rmSync } from "node:fs";
import { join } from "node:path";
import { type LocalAws, type LocalAwsOptions, startLocalAws } from "../../local-aws";
import { findProject, synthesizeApp } from "../../tools/cdktf/project";
import { Sandbox } from "../../tools/demo/sandbox";
import type { CommandResult } from "../../tools/terraform/terraform-cli";
import type { IdentityFile } from "./identity-file";
import { type SharedProvider, startSharedProvider } from "./shared-provider";

export const REGION = "eu-west-1";

/** One stack in a sandbox, deployed again and again to one local-aws by one running provider. */
export class Deployment {
  private constructor(
    readonly aws: LocalAws,
    readonly sandbox: Sandbox,
    private readonly provider: SharedProvider,
    private readonly identity?: IdentityFile,
  ) {}

  /** @param identity what Terraform finds credentials in; the administrator's own when left out */
  static async open(
    app: string,
    options: LocalAwsOptions = {},
    identity?: IdentityFile,
  ): Promise<Deployment> {
    const aws = await startLocalAws(options);
    const sandbox = await Sandbox.open(findProject(app), aws, REGION);
    identity?.useIn(sandbox.env);
    const provider = await startSharedProvider(sandbox.env);
    return new Deployment(aws, sandbox, provider, identity).init();
  }

  /** Another stack, deployed to the same local-aws by the same running provider. */
  async beside(app: string): Promise<Deployment> {
    const sandbox = await Sandbox.open(findProject(app), this.aws, REGION);
    this.identity?.useIn(sandbox.env);
    return new Deployment(this.aws, sandbox, this.provider, this.identity).init();
  }

  private async init(): Promise<Deployment> {
    this.sandbox.env["TF_REATTACH_PROVIDERS"] = this.provider.reattach;
    const { code, stdout, stderr } = await this.terraform("init", "-input=false");
    if (code !== 0) throw new Error(stdout + stderr);
    return this;
  }

  /** Writes the stack anew, from another app or in another environment. */
  async synthesizeAgain(app: string): Promise<void> {
    const { code, stderr } = await synthesizeApp(
      findProject(app),
      join(this.sandbox.folder, "cdktf.out"),
    );
    if (code !== 0) throw new Error(stderr);
  }

  apply(...args: string[]): Promise<CommandResult> {
    return this.terraform("apply", "-auto-approve", "-input=false", "-no-color", ...args);
  }

  terraform(...args: string[]): Promise<CommandResult> {
    return this.sandbox.terraform(this.sandbox.stack, ...args);
  }

  /** What a plan would do, by address; what it would leave as it is is left out. */
  async plannedChanges(...args: string[]): Promise<Record<string, string>> {
    const planned = await this.terraform("plan", "-input=false", "-json", ...args);
    if (planned.code !== 0) throw new Error(planned.stdout);
    const messages = planned.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const changes = messages.filter(({ type }) => type === "planned_change");
    return Object.fromEntries(
      changes.map(({ change }) => [change.resource.addr, change.action as string]),
    );
  }

  /** The file that the stack keeps its state in. */
  get stateFile(): string {
    return join(this.sandbox.folder, `terraform.${this.sandbox.stack.name}.tfstate`);
  }

  /** As if nothing had ever been deployed: a new account, and no state. */
  startOver(): void {
    this.aws.reset();
    rmSync(this.stateFile, { force: true });
    rmSync(`${this.stateFile}.backup`, { force: true });
  }

  async close(): Promise<void> {
    this.provider.stop();
    this.sandbox.close();
    await this.aws.close();
  }
}
