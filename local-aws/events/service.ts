import { commonErrorFormat } from "../error-format";
import type { JsonService } from "../service";
import { eventBridgePermissions } from "./permissions";
import { ruleTagOperations } from "./rule-tags";
import { ruleOperations } from "./rules";
import { targetOperations } from "./targets";

/** Amazon EventBridge: rules and targets on the default event bus. No event ever occurs. */
export const eventBridge: JsonService = {
  name: "events",
  protocol: "json",
  targetPrefix: "AWSEvents",
  messageMember: "message",
  errorFormat: commonErrorFormat("ValidationException"),
  throttlingCode: "ThrottlingException",
  accessDeniedCode: "AccessDeniedException",
  permissions: eventBridgePermissions,
  operations: { ...ruleOperations, ...targetOperations, ...ruleTagOperations },
};
