import { type LocalAws, startLocalAws } from "../../local-aws";
import type { SynthesizedStack } from "../terraform/synthesized-stack";
import { terraformVersion } from "../terraform/terraform-cli";
import { describeInventory } from "./holdings";
import { Sandbox } from "./sandbox";

const REGION = "eu-west-1";

/**
 * The first look: `main.ts`, deployed by the real Terraform and AWS provider to local-aws. Needs no
 * AWS account and no token, and leaves nothing behind.
 */
async function demo(): Promise<void> {
  const aws = await startLocalAws();
  try {
    await deployTo(aws);
  } finally {
    await aws.close();
  }
}

async function deployTo(aws: LocalAws): Promise<void> {
  const sandbox = await Sandbox.open("main.ts", aws, REGION);
  try {
    const [first] = sandbox.stacks;
    const version = await terraformVersion(first?.json.terraform.required_version ?? "*");
    console.log(`Terraform ${version}; the AWS provider comes ${sandbox.providerSource}`);
    console.log(`AWS is local-aws on ${aws.endpoint}: no account is touched\n`);
    for (const stack of sandbox.stacks) await deploy(sandbox, stack);
    console.log("What AWS would now hold");
    for (const line of describeInventory(aws.inventory())) console.log(`  ${line}`);
    console.log("\nNothing was kept. README.md tells how to deploy to an account of yours.");
  } finally {
    sandbox.close();
  }
}

async function deploy(sandbox: Sandbox, stack: SynthesizedStack): Promise<void> {
  console.log(`Deploying ${stack.name}`);
  await expectSuccess(sandbox.terraform(stack, "init", "-input=false", "-no-color"));
  const apply = ["apply", "-auto-approve", "-input=false", "-no-color"];
  const applied = await expectSuccess(sandbox.terraform(stack, ...apply));
  for (const line of applied.split("\n")) {
    const created = /^(\S+): Creation complete/.exec(line);
    if (created) console.log(`  created ${created[1]}`);
    if (line.startsWith("Apply complete!")) console.log(`  ${line}`);
  }
  const outputs = await expectSuccess(sandbox.terraform(stack, "output", "-no-color"));
  console.log(`\nOutputs\n${outputs.replace(/^(?=.)/gm, "  ")}`);
}

async function expectSuccess(command: ReturnType<Sandbox["terraform"]>): Promise<string> {
  const { code, stdout, stderr } = await command;
  if (code !== 0) throw new Error(stderr.trim() || stdout.trim());
  return stdout;
}

demo().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
