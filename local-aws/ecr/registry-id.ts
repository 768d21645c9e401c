import { AwsError } from "../aws-error";
import type { CallContext } from "../operation";
import { string } from "../shape";

/** The account that owns a registry. @default - the caller's account */
export const registryId = string({ pattern: /[0-9]{12}/ });

/** Refuses the registry of another account: this server has no cross-account access. */
export function ownRegistryOnly(id: string | undefined, call: CallContext): void {
  if (id === undefined || id === call.accountId) return;
  throw new AwsError(
    "AccessDeniedException",
    `User: ${call.caller.arn} is not authorized to access the registry with id '${id}'`,
  );
}
