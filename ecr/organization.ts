import { type Problem, shown } from "./problem";

/**
 * The form of an AWS Organizations id, as Terraform and JavaScript both read it.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html
 */
export const ORGANIZATION_ID_PATTERN = "^o-[a-z0-9]{10,32}$";

/** Whether `id` is the id of one AWS organization. A wildcard would let in any organization. */
export function checkOrganizationId(id: string): Problem | undefined {
  if (new RegExp(ORGANIZATION_ID_PATTERN).test(id)) return undefined;
  return {
    given: shown(id),
    allowed: "'o-' and 10 to 32 lower-case letters or digits, without wildcards",
    fix: "copy the id from `aws organizations describe-organization --query Organization.Id`",
  };
}

/**
 * What the organization may do with the repositories that the policy names: the article's four
 * actions. Registries with policy scope V1 refuse three of them; new registries have V2.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions.html
 */
export const ORGANIZATION_PULL_ACTIONS: readonly string[] = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:BatchImportUpstreamImage",
  "ecr:GetDownloadUrlForLayer",
];
