import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { TerraformStack } from "cdktf";
import { check, warn } from "../constructs/problems";
import { checkAccountId } from "../ecr/account";
import { checkRegion, checkRegionIsKnown } from "../ecr/region";
import { checkRoleArn } from "../ecr/role";
import { checkTags } from "../ecr/tags";
import type { StackAccount } from "./properties/account";

/** Write-only arguments need 1.11, and older versions have bugs in the validation of variables. */
export const TERRAFORM_VERSION = ">= 1.11";

/** From the first version that has every argument used here, up to the last major version known. */
export const AWS_PROVIDER_VERSION = ">= 5.100.0, < 7.0.0";

/** What the AWS provider of a stack needs to know. */
export interface ProviderSettings {
  /** The Region that the provider works in. */
  readonly region: string;
  /**
   * The only account that the provider works in.
   * @default - the account of Terraform's own credentials
   */
  readonly account?: StackAccount;
  /**
   * Tags of every resource that the provider creates.
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Gives a stack its AWS provider, and the versions of Terraform and the provider that it works with. */
export function configureProvider(
  stack: TerraformStack,
  { region, account, tags }: ProviderSettings,
): void {
  check(stack, "region", region, checkRegion);
  warn(stack, "region", region, checkRegionIsKnown);
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
