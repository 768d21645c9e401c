import { ecrErrorFormat } from "../error-format";
import type { JsonService } from "../service";
import { accountSettingOperations } from "./account-settings";
import { creationTemplateOperations } from "./creation-templates";
import { imageOperations } from "./images";
import { ecrPermissions } from "./permissions";
import { pullThroughCacheRuleOperations } from "./pull-through-cache-rules";
import { registryOperations } from "./registry-operations";
import { registryPolicyOperations } from "./registry-policy";
import { registryScanningOperations } from "./registry-scanning";
import { repositoryOperations } from "./repositories";
import { repositoryLifecycleOperations } from "./repository-lifecycle";
import { repositoryTagOperations } from "./repository-tags";

/** Amazon Elastic Container Registry: private registries whose images have no layers. */
export const ecr: JsonService = {
  name: "ecr",
  protocol: "json",
  targetPrefix: "AmazonEC2ContainerRegistry_V20150921",
  messageMember: "message",
  errorFormat: ecrErrorFormat,
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
    ...repositoryOperations,
    ...repositoryLifecycleOperations,
    ...repositoryTagOperations,
  },
};
