import type { ServiceLinkedRole } from "../iam/service-linked-role";

/** With it, Amazon ECR fetches images. */
export const PULL_THROUGH_CACHE_ROLE: ServiceLinkedRole = {
  service: "pullthroughcache.ecr.amazonaws.com",
  name: "AWSServiceRoleForECRPullThroughCache",
};

/** With it, Amazon ECR makes repositories whose template has no role of its own. */
export const TEMPLATE_ROLE: ServiceLinkedRole = {
  service: "ecr.amazonaws.com",
  name: "AWSServiceRoleForECRTemplate",
};

/** With it, Amazon Inspector scans. */
export const INSPECTOR_ROLE: ServiceLinkedRole = {
  service: "inspector2.amazonaws.com",
  name: "AWSServiceRoleForAmazonInspector2",
};
