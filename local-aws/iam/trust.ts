import type { ConditionKeys } from "../permission";
import { readPolicy, type Statement } from "../policy-document";
import { holds } from "./condition";
import { matchesAction } from "./decision";
import type { Role } from "./identity-store";

/** A principal that asks to assume a role. */
export interface RequestingPrincipal {
  readonly kind: "AWS" | "Service" | "Federated";
  /** All names by which a trust policy can refer to the principal. */
  readonly names: readonly string[];
  readonly action: "sts:AssumeRole" | "sts:AssumeRoleWithWebIdentity";
  readonly keys: ConditionKeys;
  /** The issuer of the token whose claims are among the keys. */
  readonly issuer?: string;
}

/** Whether the trust policy of a role allows a principal to assume it. */
export function trusts(role: Role, principal: RequestingPrincipal): boolean {
  const matching = readPolicy(role.trustPolicy).statements.filter(
    (statement) =>
      matchesPrincipal(statement, principal) &&
      matchesAction(statement, principal.action) &&
      statement.conditions.every((one) => holds(one, principal.keys, principal.issuer)),
  );
  return matching.length > 0 && matching.every(({ effect }) => effect === "Allow");
}

/** Whether the trust policy of a role allows an AWS service to assume it, conditions aside. */
export function trustsService(role: Role, service: string): boolean {
  const principal = { kind: "Service", names: [service] } as const;
  return readPolicy(role.trustPolicy).statements.some(
    (statement) =>
      statement.effect === "Allow" &&
      matchesPrincipal(statement, principal) &&
      matchesAction(statement, "sts:AssumeRole"),
  );
}

function matchesPrincipal(
  { principals, notPrincipals }: Statement,
  { kind, names }: Pick<RequestingPrincipal, "kind" | "names">,
): boolean {
  const all = principals ?? notPrincipals ?? {};
  const everybody = all["*"] !== undefined || all[kind]?.includes("*") === true;
  const named = everybody || all[kind]?.some((name) => names.includes(name)) === true;
  return principals ? named : !named;
}
