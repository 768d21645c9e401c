import { parseArn } from "../arn";
import { invalidParameter } from "../error-format";
import { roleWithArn } from "../iam/identity-store";
import { trustsService } from "../iam/trust";
import type { CallContext } from "../operation";
import { string } from "../shape";

export const customRoleArn = string({ max: 2048 });

/** Refuses a role that Amazon ECR cannot assume. @param service the principal it must trust */
export function checkCustomRole(arn: string, service: string, call: CallContext): void {
  const refuse = (constraint: string) => invalidParameter("customRoleArn", constraint);
  const parsed = parseArn(arn);
  if (parsed?.service !== "iam" || !parsed.resource.startsWith("role/")) {
    throw refuse("must be the ARN of an IAM role");
  }
  if (parsed.accountId !== call.accountId) {
    throw refuse("the role must be in the same account as the registry");
  }
  const role = roleWithArn(arn, call);
  if (!role) throw refuse("the role does not exist");
  if (!trustsService(role, service)) throw refuse(`the role must trust ${service}`);
}
