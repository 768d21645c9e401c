import { commonErrorFormat } from "../error-format";
import type { JsonService } from "../service";
import { secretsManagerPermissions } from "./permissions";
import { secretDeletionOperations } from "./secret-deletion";
import { secretListOperations } from "./secret-list";
import { secretTagOperations } from "./secret-tags";
import { secretValueOperations } from "./secret-values";
import { secretOperations } from "./secrets";

/** AWS Secrets Manager, without rotation, replicas or resource policies. */
export const secretsManager: JsonService = {
  name: "secretsmanager",
  protocol: "json",
  targetPrefix: "secretsmanager",
  messageMember: "Message",
  errorFormat: commonErrorFormat("ValidationException"),
  throttlingCode: "ThrottlingException",
  accessDeniedCode: "AccessDeniedException",
  permissions: secretsManagerPermissions,
  operations: {
    ...secretOperations,
    ...secretValueOperations,
    ...secretDeletionOperations,
    ...secretTagOperations,
    ...secretListOperations,
  },
};
