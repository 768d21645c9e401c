import { commonErrorFormat } from "../error-format";
import type { QueryService } from "../service";
import { managedPolicyOperations } from "./managed-policies";
import { oidcProviderOperations } from "./oidc-providers";
import { iamPermissions } from "./permissions";
import { policyVersionOperations } from "./policy-versions";
import { rolePolicyOperations } from "./role-policies";
import { roleOperations } from "./roles";
import { simulationOperations } from "./simulation";

/** AWS Identity and Access Management: roles, policies and OpenID Connect providers. */
export const iam: QueryService = {
  name: "iam",
  protocol: "query",
  version: "2010-05-08",
  namespace: "https://iam.amazonaws.com/doc/2010-05-08/",
  errorFormat: commonErrorFormat("ValidationError"),
  throttlingCode: "Throttling",
  accessDeniedCode: "AccessDenied",
  permissions: iamPermissions,
  operations: {
    ...roleOperations,
    ...rolePolicyOperations,
    ...managedPolicyOperations,
    ...policyVersionOperations,
    ...oidcProviderOperations,
    ...simulationOperations,
  },
};
