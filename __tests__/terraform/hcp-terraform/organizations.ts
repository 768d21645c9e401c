import { notFound } from "./api-error";
import { EMPTY, one } from "./json-api";
import type { ApiCall, Routes } from "./routing";

/** What Terraform asks first: whether the API answers, and whether the organization is there. */
export const organizationRoutes: Routes = {
  "GET ping": () => EMPTY,
  "GET organizations/:organization/entitlement-set": (call) => {
    checkOrganization(call);
    const attributes = { operations: true, "state-storage": true };
    return one({ id: call.organization.name, type: "entitlement-sets", attributes });
  },
};

/** @throws when the path names another organization */
export function checkOrganization({ params, organization }: ApiCall): void {
  if (params["organization"] !== organization.name) throw notFound();
}
