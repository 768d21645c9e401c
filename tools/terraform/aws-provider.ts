import type { SynthesizedStack } from "./synthesized-stack";

/** What a stack says of the account and the Region that it works in. */
export interface AwsProvider {
  readonly region?: string;
  readonly allowed_account_ids?: readonly string[];
  readonly assume_role?: readonly { readonly role_arn: string }[];
}

/** A stack's provider. */
export function awsProvider({ json }: Pick<SynthesizedStack, "json">): AwsProvider {
  return (json.provider?.["aws"]?.[0] ?? {}) as AwsProvider;
}
