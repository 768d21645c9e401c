import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { TerraformStack } from "cdktf";
import { check } from "../constructs/problems";
import { checkAccountId } from "../ecr/account";
import { checkTags } from "../ecr/creation-template";
import { checkRegion } from "../ecr/region";
import { checkRoleArn } from "../ecr/role";

/** Write-only arguments need 1.11; older versions also lack fixes to variable validation. */
export const TERRAFORM_VERSION = ">= 1.11";

/** From the first version that has every argument used here, to the last major version known. */
export const AWS_PROVIDER_VERSION = ">= 5.100.0, < 7.0.0";

/** The AWS account that a stack belongs to. */
export interface StackAccount {
  /** The account's id: twelve digits. Terraform refuses to work in any other account. */
  readonly id: string;
  /**
   * A role in the account that Terraform assumes, such as `arn:aws:iam::222222222222:role/deploy`.
   * @default - Terraform's own credentials are those of the account
   */
  readonly roleArn?: string;
}

export interface AwsSettings {
  readonly region: string;
  readonly account?: StackAccount;
  /** Tags of every resource that the provider makes. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** The AWS provider of a stack, and the versions that the stack works with. */
export function configureProvider(
  stack: TerraformStack,
  { region, account, tags }: AwsSettings,
): void {
  check(stack, "region", region, checkRegion);
  check(stack, "tags", tags, checkTags);
  check(stack, "account.id", account?.id, checkAccountId);
  check(stack, "account.roleArn", account?.roleArn, (arn) => checkRoleArn(arn, account?.id));
  new AwsProvider(stack, "aws", {
    region,
    allowedAccountIds: account && [account.id],
    assumeRole: account?.roleArn ? [{ roleArn: account.roleArn }] : undefined,
    defaultTags: tags && [{ tags: { ...tags } }],
  });
  stack.addOverride("terraform.required_version", TERRAFORM_VERSION);
  // The bindings ask for exactly the version that they were generated from.
  stack.addOverride("terraform.required_providers.aws", {
    source: "hashicorp/aws",
    version: AWS_PROVIDER_VERSION,
  });
}
