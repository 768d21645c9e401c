import { ecrDialect } from "../dialect";
import type { JsonService } from "../service";
import { accountSettingOperations } from "./account-settings";
import { creationTemplateOperations } from "./creation-templates";
import { imageOperations } from "./images";
import { ecrPermissions } from "./permissions";
import { pullThroughCacheRuleOperations } from "./pull-through-cache-rules";
import { registryOperations } from "./registry-operations";
import { registryPolicyOperations } from "./registry-policy";
import { registryScanningOperations } from "./registry-scanning";

/** Amazon Elastic Container Registry: the settings of a private registry, and pulls of manifests. */
export const ecr: JsonService = {
  name: "ecr",
  protocol: "json",
  targetPrefix: "AmazonEC2ContainerRegistry_V20150921",
  messageMember: "message",
  dialect: ecrDialect,
  throttlingCode: "ThrottlingException",
  accessDeniedCode: "AccessDeniedException",
  permissions: ecrPermissions,
  operations: {
    ...pullThroughCacheRuleOperations,
    ...creationTemplateOperations,
    ...registryPolicyOperations,
    ...registryScanningOperations,
    ...accountSettingOperations,
    ...registryOperations,
    ...imageOperations,
  },
};
