import type { SynthesizedStack } from "./synthesized-stack";

/** The settings of a stack's AWS provider that choose the account and the Region. */
export interface AwsProvider {
  readonly region?: string;
  readonly allowed_account_ids?: readonly string[];
  readonly assume_role?: readonly { readonly role_arn: string }[];
}

/** The AWS provider of a stack. */
export function awsProvider({ json }: Pick<SynthesizedStack, "json">): AwsProvider {
  return (json.provider?.["aws"]?.[0] ?? {}) as AwsProvider;
}
