import { commonDialect } from "../dialect";
import type { QueryService } from "../service";
import { managedPolicyOperations } from "./managed-policies";
import { policyVersionOperations } from "./policy-versions";
import { rolePolicyOperations } from "./role-policies";
import { roleOperations } from "./roles";

/** AWS Identity and Access Management: roles and policies. They are kept, not enforced. */
export const iam: QueryService = {
  name: "iam",
  protocol: "query",
  version: "2010-05-08",
  namespace: "https://iam.amazonaws.com/doc/2010-05-08/",
  dialect: commonDialect("ValidationError"),
  throttlingCode: "Throttling",
  accessDeniedCode: "AccessDenied",
  operations: {
    ...roleOperations,
    ...rolePolicyOperations,
    ...managedPolicyOperations,
    ...policyVersionOperations,
  },
};
