import { type LocalAws, startLocalAws } from "../../local-aws";
import { findProject, type Project } from "../cdktf/project";
import type { Context } from "../cli/context";
import type { Terminal } from "../cli/terminal";
import { UserError } from "../cli/user-error";
import { documentation } from "../documentation";
import type { SynthesizedStack } from "../terraform/synthesized-stack";
import { terraformVersion } from "../terraform/terraform-cli";
import { describeInventory } from "./holdings";
import { Sandbox } from "./sandbox";

const REGION = "eu-west-1";

/** Deploys an app with the real Terraform and AWS provider to local-aws. */
export async function demo(context: Context): Promise<void> {
  const project = findProject();
  // Terraform is waited for when somebody interrupts: its folder and its AWS go away with the demo.
  await context.interruption.letFinish(async () => {
    const aws = await startLocalAws();
    try {
      await deployTo(aws, project, context);
    } finally {
      await aws.close();
    }
  });
}

async function deployTo(
  aws: LocalAws,
  project: Project,
  { terminal, interruption: { signal } }: Context,
): Promise<void> {
  const sandbox = await Sandbox.open(project, aws, REGION, signal);
  try {
    const [first] = sandbox.stacks;
    const version = await terraformVersion(first?.json.terraform.required_version ?? "*");
    terminal.print(`Terraform ${version}; the AWS provider comes ${sandbox.providerSource}`);
    terminal.print(`AWS is local-aws on ${aws.endpoint}: no account is touched\n`);
    for (const stack of sandbox.stacks) await deploy(sandbox, stack, terminal);
    terminal.print("What AWS would now contain");
    for (const line of describeInventory(aws.inventory())) terminal.print(`  ${line}`);
    terminal.print(
      `\nEverything was deleted. ${documentation("deploy")} explains how to deploy to your own account.`,
    );
  } finally {
    sandbox.close();
  }
}

async function deploy(
  sandbox: Sandbox,
  stack: SynthesizedStack,
  terminal: Terminal,
): Promise<void> {
  terminal.print(`Deploying ${stack.name}`);
  terminal.status("terraform init");
  await expectSuccess(sandbox.terraform(stack, "init", "-input=false", "-no-color"));
  terminal.status("terraform apply");
  const apply = ["apply", "-auto-approve", "-input=false", "-no-color"];
  const applied = await expectSuccess(sandbox.terraform(stack, ...apply));
  for (const line of applied.split("\n")) {
    const created = /^(\S+): Creation complete/.exec(line);
    if (created) terminal.print(`  created ${created[1]}`);
    if (line.startsWith("Apply complete!")) terminal.print(`  ${line}`);
  }
  const outputs = await expectSuccess(sandbox.terraform(stack, "output", "-no-color"));
  terminal.print(`\nOutputs\n${outputs.replace(/^(?=.)/gm, "  ")}`);
}

async function expectSuccess(command: ReturnType<Sandbox["terraform"]>): Promise<string> {
  const { code, stdout, stderr } = await command;
  if (code !== 0) throw new UserError(stderr.trim() || stdout.trim());
  return stdout;
}
