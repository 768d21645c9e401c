import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { AWS_PROVIDER_VERSION } from "../../stacks/terraform-settings";
import { installProvider } from "../../tools/terraform/provider-installation";
import { terraform } from "../../tools/terraform/terraform-cli";
import { terraformIsMissing } from "./availability";

declare module "vitest" {
  interface ProvidedContext {
    /** The program that is the AWS provider; empty where there is no Terraform. */
    providerBinary: string;
  }
}

/** Installs the AWS provider once for all tests: Terraform takes seconds to check its 700 MB. */
export default async function installOnce(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), "aws-provider-"));
  project.provide("providerBinary", terraformIsMissing ? "" : await install(folder));
  return () => rmSync(folder, { recursive: true, force: true });
}

async function install(folder: string): Promise<string> {
  const required_providers = { aws: { source: "hashicorp/aws", version: AWS_PROVIDER_VERSION } };
  writeFileSync(
    join(folder, "main.tf.json"),
    JSON.stringify({ terraform: { required_providers } }),
  );
  const { env } = installProvider(folder, AWS_PROVIDER_VERSION);
  const { code, stdout, stderr } = await terraform(
    folder,
    env,
    "init",
    "-input=false",
    "-no-color",
  );
  if (code !== 0) throw new Error(stdout + stderr);
  return providerBinary(folder);
}

function providerBinary(folder: string): string {
  const providers = join(folder, ".terraform", "providers");
  const aws = join(providers, "registry.terraform.io", "hashicorp", "aws");
  const [version = ""] = readdirSync(aws);
  const [platform = ""] = readdirSync(join(aws, version));
  const files = readdirSync(join(aws, version, platform));
  const program = files.find((name) => name.startsWith("terraform-provider-aws"));
  return join(aws, version, platform, program ?? "terraform-provider-aws");
}
