import { accessDenied } from "../iam/authorization";
import { trusts } from "../iam/trust";
import { type CallContext, changes } from "../operation";
import { integer, string, structure } from "../shape";
import { issueCredentials } from "./credentials";
import { checkDuration, type RoleReference, roleAt, sessionOf } from "./role-reference";

export const ONE_HOUR = 3600;

export const sessionMembers = {
  RoleArn: string({ min: 20, max: 2048 }),
  RoleSessionName: string({ min: 2, max: 64, pattern: /[\w+=,.@-]*/ }),
  DurationSeconds: integer({ min: 900, max: 43200 }),
} as const;

/**
 * Credentials of the role's account. Roles of accounts that a deployment only visits are not this
 * server's to know, so a role that it does not hold is assumed as well, and may do everything.
 */
export const assumeRole = changes(
  structure(
    { ...sessionMembers, ExternalId: string({ min: 2, max: 1224, pattern: /[\w+=,.@:/-]*/ }) },
    ["RoleArn", "RoleSessionName"],
  ),
  (input, call) => {
    const reference = roleAt(input.RoleArn, call);
    const seconds = input.DurationSeconds ?? ONE_HOUR;
    checkTrust(reference, call, {
      "sts:RoleSessionName": input.RoleSessionName,
      ...(input.ExternalId !== undefined && { "sts:ExternalId": input.ExternalId }),
    });
    checkDuration(reference.role, seconds);
    const caller = sessionOf(reference, input.RoleSessionName);
    return issueCredentials(reference.accountId, caller, seconds, call);
  },
);

function checkTrust(
  { role }: RoleReference,
  { caller, accountId, partition }: CallContext,
  own: Readonly<Record<string, string>>,
): void {
  const principal = caller.roleArn ?? caller.arn;
  const names = [principal, caller.arn, accountId, `arn:${partition}:iam::${accountId}:root`];
  const keys = { ...own, "aws:PrincipalArn": principal, "aws:PrincipalAccount": accountId };
  const applicant = { kind: "AWS", names, action: "sts:AssumeRole", keys } as const;
  if (!role || trusts(role, applicant)) return;
  const permission = { action: applicant.action, resource: role.arn };
  throw accessDenied(
    permission,
    "implicitDeny",
    { accessDeniedCode: "AccessDenied", protocol: "query" },
    caller.arn,
  );
}
