import { type Problem, shown } from "../problems/problem";

/** Whether `account` is the id of an AWS account. */
export function checkAccountId(account: string): Problem | undefined {
  if (/^\d{12}$/.test(account)) return undefined;
  return {
    given: shown(account),
    allowed: "an AWS account id: twelve digits, in quotes",
    fix: "copy it from `aws sts get-caller-identity --query Account`",
  };
}
