import { commonErrorFormat } from "../error-format";
import { reads } from "../operation";
import type { QueryService } from "../service";
import { structure } from "../shape";
import { assumeRole } from "./assume-role";
import { assumeRoleWithWebIdentity } from "./assume-role-with-web-identity";
import { stsPermissions } from "./permissions";

const stsOperations = {
  GetCallerIdentity: reads(structure({}), (_, call) => ({
    UserId: call.caller.userId,
    Account: call.accountId,
    Arn: call.caller.arn,
  })),
  AssumeRole: assumeRole,
  AssumeRoleWithWebIdentity: assumeRoleWithWebIdentity,
};

/** AWS Security Token Service: the identity of a caller, and credentials of roles. */
export const sts: QueryService = {
  name: "sts",
  protocol: "query",
  version: "2011-06-15",
  namespace: "https://sts.amazonaws.com/doc/2011-06-15/",
  errorFormat: commonErrorFormat("ValidationError"),
  throttlingCode: "Throttling",
  accessDeniedCode: "AccessDenied",
  permissions: stsPermissions,
  operations: stsOperations,
};
