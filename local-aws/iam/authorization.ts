import { AwsError } from "../aws-error";
import type { CallContext } from "../operation";
import type { Permission } from "../permission";
import type { Service } from "../service";
import { type Decision, decide } from "./decision";
import { roleWithArn } from "./identity-store";
import { boundaryOf, statementsOf } from "./role-statements";

type PolicyType = "identity-based policy" | "permissions boundary";

/** What a kind of policy says about a permission. */
interface Verdict {
  readonly decision: Decision;
  readonly by: PolicyType;
}

const ALLOWED: Verdict = { decision: "allowed", by: "identity-based policy" };

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
    const { decision, by } = verdictOn(permission, context);
    if (decision !== "allowed") throw accessDenied(permission, decision, service, caller.arn, by);
  }
}

/** Whether the caller has a permission that a service checks while it handles a call. */
export function isAllowed(permission: Permission, context: CallContext): boolean {
  return verdictOn(permission, context).decision === "allowed";
}

/**
 * A role may do what both its policies and its permissions boundary allow, if it has one.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
function verdictOn(permission: Permission, context: CallContext): Verdict {
  const { caller, accountId, region } = context;
  if (caller.roleArn === undefined) return ALLOWED;
  const role = roleWithArn(caller.roleArn, context);
  const keys = {
    "aws:RequestedRegion": region,
    "aws:PrincipalAccount": accountId,
    "aws:PrincipalArn": caller.roleArn,
  };
  const own = decide(role ? statementsOf(role, context) : [], permission, keys);
  if (own !== "allowed") return { decision: own, by: "identity-based policy" };
  const boundary = role && boundaryOf(role, context);
  if (!boundary) return ALLOWED;
  return { decision: decide(boundary, permission, keys), by: "permissions boundary" };
}

/** The error for denied access, with the code of the service. */
export function accessDenied(
  { action, resource }: Permission,
  decision: "explicitDeny" | "implicitDeny",
  service: Pick<Service, "accessDeniedCode" | "protocol">,
  callerArn: string,
  by: PolicyType = "identity-based policy",
): AwsError {
  const why =
    decision === "explicitDeny"
      ? `with an explicit deny in ${by === "permissions boundary" ? "a" : "an"} ${by}`
      : `because no ${by} allows the ${action} action`;
  return new AwsError(
    service.accessDeniedCode,
    `User: ${callerArn} is not authorized to perform: ${action} on resource: ${resource} ${why}`,
    { status: service.protocol === "query" ? 403 : 400 },
  );
}
