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
 * Credentials for the account of a role. Roles of other accounts often exist outside a test, so a
 * role that this server does not have can be assumed as well, and may do everything.
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
  const arn = caller.roleArn ?? caller.arn;
  const names = [arn, caller.arn, accountId, `arn:${partition}:iam::${accountId}:root`];
  const keys = { ...own, "aws:PrincipalArn": arn, "aws:PrincipalAccount": accountId };
  const principal = { kind: "AWS", names, action: "sts:AssumeRole", keys } as const;
  if (!role || trusts(role, principal)) return;
  const permission = { action: principal.action, resource: role.arn };
  throw accessDenied(
    permission,
    "implicitDeny",
    { accessDeniedCode: "AccessDenied", protocol: "query" },
    caller.arn,
  );
}
