import { readPolicy } from "../policy-document";
import type { Role } from "./identity-store";

/** Whether a role's trust policy lets an AWS service assume it. Conditions are not weighed. */
export function trustsService(role: Role, service: string): boolean {
  return readPolicy(role.trustPolicy).some(
    ({ effect, principals, actions }) =>
      effect === "Allow" &&
      principals?.Service?.includes(service) === true &&
      actions?.some((action) => ["sts:AssumeRole", "sts:*", "*"].includes(action)) === true,
  );
}
