import type { FormOf } from "../../constructs/form";
import { checkString } from "../../problems/value-type";

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

export const ACCOUNT: FormOf<StackAccount> = {
  shape: { id: checkString, roleArn: checkString },
  required: ["id"],
};
