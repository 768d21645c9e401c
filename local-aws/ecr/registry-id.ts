import { AwsError } from "../aws-error";
import type { CallContext } from "../operation";
import { string } from "../shape";

/** The account that owns a registry; a call that leaves it out means its own. */
export const registryId = string({ pattern: /[0-9]{12}/ });

/** No account in this server lets another one into its registry's settings. */
export function ownRegistryOnly(id: string | undefined, call: CallContext): void {
  if (id === undefined || id === call.accountId) return;
  throw new AwsError(
    "AccessDeniedException",
    `User: ${call.caller.arn} is not authorized to access the registry with id '${id}'`,
  );
}
