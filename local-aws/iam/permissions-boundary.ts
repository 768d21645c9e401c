import { AwsError } from "../aws-error";
import type { CallContext } from "../operation";
import { identitiesOf, noSuchEntity } from "./identity-store";
import { isAwsManaged } from "./managed-policies";

/** Refuses a boundary that is not a managed policy of AWS or of the account. */
export function checkBoundary(arn: string | undefined, call: CallContext): void {
  if (arn === undefined || isAwsManaged(arn) || identitiesOf(call).policies.has(arn)) return;
  if (!/^arn:aws[\w-]*:iam::\d{12}:policy\/[\w+=,.@/-]+$/.test(arn)) {
    throw new AwsError("InvalidInput", `ARN ${arn} is not valid.`);
  }
  throw noSuchEntity(`Scope ARN: ${arn} does not exist or is not attachable.`);
}
