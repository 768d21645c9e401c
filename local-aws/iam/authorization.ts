import { AwsError } from "../aws-error";
import type { CallContext } from "../operation";
import type { Permission } from "../permission";
import type { Service } from "../service";
import { type Decision, decide } from "./decision";
import { roleWithArn } from "./identity-store";
import { statementsOf } from "./role-statements";

/**
 * Refuses a call by a role of this server unless the role's policies allow everything that the call
 * requires. All other callers may do everything.
 */
export function authorize(
  permissions: readonly Permission[],
  service: Service,
  context: CallContext,
): void {
  const { caller } = context;
  for (const permission of permissions) {
    const decision = decisionAbout(permission, context);
    if (decision !== "allowed") throw accessDenied(permission, decision, service, caller.arn);
  }
}

/** Whether the caller has a permission that a service checks while it handles a call. */
export function isAllowed(permission: Permission, context: CallContext): boolean {
  return decisionAbout(permission, context) === "allowed";
}

function decisionAbout(permission: Permission, context: CallContext): Decision {
  const { caller, accountId, region } = context;
  if (caller.roleArn === undefined) return "allowed";
  const role = roleWithArn(caller.roleArn, context);
  return decide(role ? statementsOf(role, context) : [], permission, {
    "aws:RequestedRegion": region,
    "aws:PrincipalAccount": accountId,
    "aws:PrincipalArn": caller.roleArn,
  });
}

/** The error for denied access, with the code of the service. */
export function accessDenied(
  { action, resource }: Permission,
  decision: "explicitDeny" | "implicitDeny",
  service: Pick<Service, "accessDeniedCode" | "protocol">,
  callerArn: string,
): AwsError {
  const why =
    decision === "explicitDeny"
      ? "with an explicit deny in an identity-based policy"
      : `because no identity-based policy allows the ${action} action`;
  return new AwsError(
    service.accessDeniedCode,
    `User: ${callerArn} is not authorized to perform: ${action} on resource: ${resource} ${why}`,
    { status: service.protocol === "query" ? 403 : 400 },
  );
}
