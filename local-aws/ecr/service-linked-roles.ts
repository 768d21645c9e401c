import type { ServiceLinkedRole } from "../iam/service-linked-role";

/** Amazon ECR uses it to import images from upstream registries. */
export const PULL_THROUGH_CACHE_ROLE: ServiceLinkedRole = {
  service: "pullthroughcache.ecr.amazonaws.com",
  name: "AWSServiceRoleForECRPullThroughCache",
};

/** Amazon ECR uses it to create repositories from a template without a custom role. */
export const TEMPLATE_ROLE: ServiceLinkedRole = {
  service: "ecr.amazonaws.com",
  name: "AWSServiceRoleForECRTemplate",
};

/** Amazon Inspector uses it to scan images. */
export const INSPECTOR_ROLE: ServiceLinkedRole = {
  service: "inspector2.amazonaws.com",
  name: "AWSServiceRoleForAmazonInspector2",
};
