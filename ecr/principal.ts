import { type Problem, shown } from "../problems/problem";

/** Whether `arn` is that of a role, a user or a group of IAM, which policies can be asked about. */
export function checkPrincipalArn(arn: string): Problem | undefined {
  if (/^arn:aws[\w-]*:iam::\d{12}:(role|user|group)\/\S+$/.test(arn)) return undefined;
  const [, account, name] = /^arn:aws[\w-]*:sts::(\d{12}):assumed-role\/([^/]+)/.exec(arn) ?? [];
  return {
    given: shown(arn),
    allowed: "the ARN of a role, a user or a group of IAM",
    fix: name
      ? `give the role behind this session: arn:aws:iam::${account}:role/${name}, with its path if it has one`
      : "copy it: aws iam get-role --role-name <name> --query Role.Arn",
  };
}
