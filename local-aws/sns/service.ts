import { commonErrorFormat } from "../error-format";
import type { QueryService } from "../service";
import { snsPermissions } from "./permissions";
import { subscriptionOperations } from "./subscriptions";
import { topicTagOperations } from "./topic-tags";
import { topicOperations } from "./topics";

/** Amazon Simple Notification Service: topics and subscriptions. No message is ever sent. */
export const sns: QueryService = {
  name: "sns",
  protocol: "query",
  version: "2010-03-31",
  namespace: "http://sns.amazonaws.com/doc/2010-03-31/",
  errorFormat: commonErrorFormat("ValidationError"),
  throttlingCode: "Throttling",
  accessDeniedCode: "AuthorizationError",
  permissions: snsPermissions,
  operations: { ...topicOperations, ...topicTagOperations, ...subscriptionOperations },
};
