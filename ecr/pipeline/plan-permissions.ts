import type { PolicyConditions, PolicyStatement } from "../policy-statement";
import { type Deployment, deployedArns } from "./deployment";

/**
 * Whether the plan role can read the values of the secrets, which contain the tokens of the upstreams.
 * AWS provider 6.26.0 and newer do not read a write-only value; older ones always do.
 */
export type SecretValues = "hidden" | "readable";

/**
 * What Terraform reads when it plans. The tests hold that it asks for nothing else, and for all of this
 * but the lists of tags: the provider asks for them only when what it read of a role or a policy had no
 * tags with it.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
 */
export function planStatements(deployment: Deployment, values: SecretValues): PolicyStatement[] {
  const arns = deployedArns(deployment);
  return [
    onRegistry(deployment, "ReadRegistry", [
      "ecr:DescribePullThroughCacheRules",
      "ecr:DescribeRepositoryCreationTemplates",
      "ecr:GetAccountSetting",
      "ecr:GetRegistryPolicy",
      "ecr:GetRegistryScanningConfiguration",
    ]),
    {
      sid: "ReadSecrets",
      actions: [
        "secretsmanager:DescribeSecret",
        "secretsmanager:GetResourcePolicy",
        ...(values === "readable" ? ["secretsmanager:GetSecretValue"] : []),
        "secretsmanager:ListSecretVersionIds",
      ],
      resources: arns.secrets,
    },
    {
      sid: "ReadRoles",
      actions: [
        "iam:GetRole",
        "iam:GetRolePolicy",
        "iam:ListAttachedRolePolicies",
        "iam:ListRolePolicies",
        "iam:ListRoleTags",
      ],
      resources: arns.roles,
    },
    ...some(
      "ReadPullPolicies",
      ["iam:GetPolicy", "iam:GetPolicyVersion", "iam:ListPolicyTags"],
      arns.pullPolicies,
    ),
    ...some("ReadAttachments", ["iam:ListAttachedRolePolicies"], arns.attachToRoles),
    {
      sid: "ReadTopics",
      actions: ["sns:GetTopicAttributes", "sns:ListTagsForResource"],
      resources: arns.topics,
    },
    {
      sid: "ReadEventRules",
      actions: ["events:DescribeRule", "events:ListTagsForResource", "events:ListTargetsByRule"],
      resources: arns.eventRules,
    },
  ];
}

/** Registry settings have no ARN, so permissions for them can only be limited to Regions. */
export function onRegistry(
  { stacks }: Deployment,
  sid: string,
  actions: readonly string[],
  keys: Readonly<Record<string, string>> = {},
): PolicyStatement {
  const regions = [...new Set(stacks.map(({ region }) => region))];
  const conditions = { StringEquals: { "aws:RequestedRegion": regions, ...keys } };
  return { sid, actions, resources: ["*"], conditions };
}

/** A statement, if there are any resources for it. */
export function some(
  sid: string,
  actions: readonly string[],
  resources: readonly string[],
  conditions?: PolicyConditions,
): PolicyStatement[] {
  if (resources.length === 0) return [];
  return [{ sid, actions, resources, ...(conditions && { conditions }) }];
}
