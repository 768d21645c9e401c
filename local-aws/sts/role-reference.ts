import { parseArn } from "../arn";
import { AwsError } from "../aws-error";
import { identitiesOf, type Role } from "../iam/identity-store";
import { uniqueId } from "../identifiers";
import type { CallContext, Caller } from "../operation";

/** The role that a request names, whether or not this server has it. */
export interface RoleReference {
  readonly accountId: string;
  readonly partition: string;
  readonly name: string;
  readonly role: Role | undefined;
}

/** @throws AwsError when the string is not the ARN of a role. */
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

/** The caller in a session of a role. Only a role of this server has policies. */
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

/** Refuses a session that is longer than the role allows. */
export function checkDuration(role: Role | undefined, seconds: number): void {
  if (!role || seconds <= role.maxSessionDuration) return;
  throw new AwsError(
    "ValidationError",
    "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
  );
}
