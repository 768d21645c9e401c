import type { FormOf } from "../../constructs/form";
import { checkString } from "../../problems/value-type";

/** The AWS account that a stack belongs to. */
export interface StackAccount {
  /** The id of the account: twelve digits. Terraform refuses to work in any other account. */
  readonly id: string;
  /**
   * ARN of a role in the account that Terraform assumes: `arn:aws:iam::222222222222:role/deploy`.
   * @default - Terraform uses its own credentials, which have to be of the account
   */
  readonly roleArn?: string;
}

/** What each of the properties may be, for an app without a type check. */
export const ACCOUNT: FormOf<StackAccount> = {
  shape: { id: checkString, roleArn: checkString },
  required: ["id"],
};
