import type { ConditionKeys } from "../permission";
import { readPolicy, type Statement } from "../policy-document";
import { holds } from "./condition";
import { matchesAction } from "./decision";
import type { Role } from "./identity-store";

/** Somebody who wants to be a role. */
export interface Applicant {
  readonly kind: "AWS" | "Service" | "Federated";
  /** All names under which a trust policy may mean them. */
  readonly names: readonly string[];
  readonly action: "sts:AssumeRole" | "sts:AssumeRoleWithWebIdentity";
  readonly keys: ConditionKeys;
  /** Whose claims the keys are, where it is a token that applies. */
  readonly issuer?: string;
}

/** Whether a role's trust policy lets somebody assume it. */
export function trusts(role: Role, applicant: Applicant): boolean {
  const about = readPolicy(role.trustPolicy).filter(
    (statement) =>
      isAbout(statement, applicant) &&
      matchesAction(statement, applicant.action) &&
      statement.conditions.every((one) => holds(one, applicant.keys, applicant.issuer)),
  );
  return about.length > 0 && about.every(({ effect }) => effect === "Allow");
}

/** Whether a role's trust policy lets an AWS service assume it. Conditions are not weighed. */
export function trustsService(role: Role, service: string): boolean {
  const applicant = { kind: "Service", names: [service] } as const;
  return readPolicy(role.trustPolicy).some(
    (statement) =>
      statement.effect === "Allow" &&
      isAbout(statement, applicant) &&
      matchesAction(statement, "sts:AssumeRole"),
  );
}

function isAbout(
  { principals, notPrincipals }: Statement,
  { kind, names }: Pick<Applicant, "kind" | "names">,
): boolean {
  const all = principals ?? notPrincipals ?? {};
  const everybody = all["*"] !== undefined || all[kind]?.includes("*") === true;
  const named = everybody || all[kind]?.some((name) => names.includes(name)) === true;
  return principals ? named : !named;
}
