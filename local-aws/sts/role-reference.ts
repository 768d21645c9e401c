import { parseArn } from "../arn";
import { AwsError } from "../aws-error";
import { identitiesOf, type Role } from "../iam/identity-store";
import { uniqueId } from "../identifiers";
import type { CallContext, Caller } from "../operation";

/** A role as a request names it; whether this server has it or not. */
export interface RoleReference {
  readonly accountId: string;
  readonly partition: string;
  readonly name: string;
  readonly role: Role | undefined;
}

/** @throws AwsError when the text is not the ARN of a role. */
export function roleAt(text: string, { state }: CallContext): RoleReference {
  const arn = parseArn(text);
  const name = /^role\/(?:.*\/)?([^/]+)$/.exec(arn?.resource ?? "")?.[1];
  if (arn?.service !== "iam" || !/^\d{12}$/.test(arn.accountId) || name === undefined) {
    throw new AwsError("ValidationError", `${text} is invalid`);
  }
  const { accountId, partition } = arn;
  const role = identitiesOf({ state, accountId }).roles.get(name.toLowerCase());
  return { accountId, partition, name, role: role?.arn === text ? role : undefined };
}

/** Who calls once the role is assumed. Only the policies of a role that is here are known. */
export function sessionOf(
  { accountId, partition, name, role }: RoleReference,
  session: string,
): Caller {
  return {
    arn: `arn:${partition}:sts::${accountId}:assumed-role/${name}/${session}`,
    userId: `${role?.id ?? uniqueId("AROA")}:${session}`,
    ...(role && { roleArn: role.arn }),
  };
}

/** A role says itself for how long one may be it. */
export function checkDuration(role: Role | undefined, seconds: number): void {
  if (!role || seconds <= role.maxSessionDuration) return;
  throw new AwsError(
    "ValidationError",
    "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
  );
}
