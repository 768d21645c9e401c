import { parseArn } from "./arn";
import { roleWithArn } from "./iam/identity-store";
import type { CallContext } from "./operation";
import { PolicyProblem, type Statement } from "./policy-document";

/** The principals of a statement in a resource-based policy. */
export function namedPrincipals({
  principals,
  notPrincipals,
}: Statement): { readonly kind: string; readonly name: string }[] {
  const all = principals ?? notPrincipals;
  if (!all) throw new PolicyProblem("a statement has no Principal");
  return Object.entries(all).flatMap(([kind, names]) => names.map((name) => ({ kind, name })));
}

/** Whether a resource-based policy may name a principal in this way. */
export function isPrincipal(kind: string, name: string): boolean {
  if (kind === "*") return true;
  if (kind === "Service") return /^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(name);
  return (
    kind === "AWS" &&
    (name === "*" ||
      /^\d{12}$/.test(name) ||
      /^arn:aws[\w-]*:(iam|sts)::\d{12}:(root|(role|user|assumed-role|federated-user)\/\S+)$/.test(
        name,
      ))
  );
}

/** AWS checks that principals exist. This server only knows the roles of the caller's account. */
export function isRoleThatIsMissing(name: string, call: CallContext): boolean {
  const arn = parseArn(name);
  if (arn?.accountId !== call.accountId || !arn.resource.startsWith("role/")) return false;
  return roleWithArn(name, call) === undefined;
}
