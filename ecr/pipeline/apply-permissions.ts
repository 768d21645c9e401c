import type { PolicyStatement } from "../policy-statement";
import {
  type BoundedDeployment,
  type DeployedArns,
  type Deployment,
  deployedArns,
} from "./deployment";
import { onRegistry, planStatements, some } from "./plan-permissions";

/** What gives a role rights, or says who has them: only within the boundary. */
export const BOUNDED_ACTIONS: readonly string[] = [
  "iam:CreateRole",
  "iam:PutRolePermissionsBoundary",
  "iam:PutRolePolicy",
  "iam:UpdateAssumeRolePolicy",
];

/**
 * The permissions that Terraform needs to apply and to destroy, including what it reads, and to revert
 * changes that were made by hand. Tests check that it needs all of them, and no others.
 *
 * IAM can limit which policies may be written, but not their content. The roles of the stacks are
 * therefore only written within their boundary. A pull policy has no boundary: whoever controls the jobs
 * that apply can grant the roles that it is attached to any permission.
 */
export function applyStatements(deployment: BoundedDeployment): PolicyStatement[] {
  const arns = deployedArns(deployment);
  return [
    // Whoever may write a value may also read it, and older providers read what they wrote.
    ...planStatements(deployment, "readable"),
    ...writeRegistry(deployment, arns),
    {
      sid: "WriteSecrets",
      actions: [
        "secretsmanager:CreateSecret",
        "secretsmanager:DeleteSecret",
        "secretsmanager:PutSecretValue",
        "secretsmanager:TagResource",
        "secretsmanager:UntagResource",
        "secretsmanager:UpdateSecret",
        "secretsmanager:UpdateSecretVersionStage",
      ],
      resources: arns.secrets,
    },
    ...writeRoles(arns, deployment.boundary),
    ...writePullPolicies(arns),
    {
      sid: "WriteTopics",
      actions: [
        "sns:CreateTopic",
        "sns:DeleteTopic",
        "sns:SetTopicAttributes",
        "sns:TagResource",
        "sns:UntagResource",
      ],
      resources: arns.topics,
    },
    {
      sid: "WriteEventRules",
      actions: [
        "events:DeleteRule",
        "events:PutRule",
        "events:PutTargets",
        "events:RemoveTargets",
        "events:TagResource",
        "events:UntagResource",
      ],
      resources: arns.eventRules,
    },
  ];
}

function writeRegistry(deployment: Deployment, arns: DeployedArns): PolicyStatement[] {
  const { account, stacks } = deployment;
  const inspects = stacks.some(({ scanning }) => scanning === "ENHANCED");
  const services = [
    "ecr.amazonaws.com",
    "pullthroughcache.ecr.amazonaws.com",
    ...(inspects ? ["inspector2.amazonaws.com"] : []),
  ];
  return [
    onRegistry(deployment, "WriteRegistry", [
      "ecr:CreatePullThroughCacheRule",
      "ecr:CreateRepositoryCreationTemplate",
      "ecr:DeletePullThroughCacheRule",
      "ecr:DeleteRegistryPolicy",
      "ecr:DeleteRepositoryCreationTemplate",
      "ecr:PutRegistryPolicy",
      "ecr:PutRegistryScanningConfiguration",
      "ecr:UpdatePullThroughCacheRule",
      "ecr:UpdateRepositoryCreationTemplate",
    ]),
    onRegistry(deployment, "SetPolicyScope", ["ecr:PutAccountSetting"], {
      "ecr:AccountSetting": "REGISTRY_POLICY_SCOPE",
    }),
    {
      // To create a template, AWS requires the permissions for what the template will do to repositories.
      sid: "MakeRepositoriesByTemplate",
      actions: ["ecr:CreateRepository", "ecr:PutLifecyclePolicy", "ecr:SetRepositoryPolicy"],
      resources: arns.repositories,
    },
    ...some(
      "SwitchInspector",
      ["inspector2:Disable", "inspector2:Enable", "inspector2:ListAccountPermissions"],
      inspects ? ["*"] : [],
    ),
    {
      // AWS creates them with the first rule, template or enhanced scan of an account.
      sid: "MakeServiceLinkedRoles",
      actions: ["iam:CreateServiceLinkedRole"],
      resources: services.map(
        (service) => `arn:aws:iam::${account}:role/aws-service-role/${service}/*`,
      ),
      conditions: { StringEquals: { "iam:AWSServiceName": services } },
    },
  ];
}

function writeRoles({ roles }: DeployedArns, boundary: string): PolicyStatement[] {
  return [
    {
      sid: "GiveRolesRights",
      actions: BOUNDED_ACTIONS,
      resources: roles,
      conditions: { StringEquals: { "iam:PermissionsBoundary": boundary } },
    },
    {
      sid: "WriteRoles",
      actions: [
        "iam:DeleteRole",
        "iam:DeleteRolePolicy",
        "iam:ListInstanceProfilesForRole",
        "iam:TagRole",
        "iam:UntagRole",
        "iam:UpdateRole",
        "iam:UpdateRoleDescription",
      ],
      resources: roles,
    },
    {
      sid: "PassRolesToEcr",
      actions: ["iam:PassRole"],
      resources: roles,
      conditions: { StringEquals: { "iam:PassedToService": "ecr.amazonaws.com" } },
    },
  ];
}

function writePullPolicies({ pullPolicies, attachToRoles }: DeployedArns): PolicyStatement[] {
  return [
    ...some(
      "WritePullPolicies",
      [
        "iam:CreatePolicy",
        "iam:CreatePolicyVersion",
        "iam:DeletePolicy",
        "iam:DeletePolicyVersion",
        "iam:ListPolicyVersions",
        "iam:TagPolicy",
        "iam:UntagPolicy",
      ],
      pullPolicies,
    ),
    ...some("AttachPullPolicies", ["iam:AttachRolePolicy", "iam:DetachRolePolicy"], attachToRoles, {
      ArnEquals: { "iam:PolicyARN": pullPolicies },
    }),
  ];
}
