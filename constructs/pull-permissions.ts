import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import { pullStatements } from "../ecr/pull-permissions";
import { checkRoleName } from "../ecr/role";
import { pullPolicyName } from "../ecr/stack-names";
import { checkStrings } from "../problems/value-type";
import { named } from "./address";
import { callerIdentity } from "./caller-identity";
import { type FormOf, hasForm } from "./form";
import { policyJson } from "./policy-json";
import { check } from "./problems";
import { checkedStackId, checkPolicyPrefixes, checkRegion } from "./registry-props";

export interface PullPermissionsProps {
  /** The Region of the registry. */
  readonly region: string;
  /** The repository prefixes that may be pulled from; `ROOT` is every repository. */
  readonly prefixes: readonly string[];
  /** "outputs" returns the policy as outputs; "managed-policy" also creates an IAM policy. */
  readonly as: "outputs" | "managed-policy";
  /**
   * Names of roles in the same account to which the managed policy is attached.
   * @default - none
   */
  readonly attachToRoles?: readonly string[];
}

/** What each of the properties may be, for an app without a type check. */
export const PULL_PERMISSIONS: FormOf<Omit<PullPermissionsProps, "region" | "prefixes">> = {
  shape: { as: ["outputs", "managed-policy"], attachToRoles: checkStrings },
  required: ["as"],
};

/**
 * The permissions to pull through caches, including the first pull of an image: for the node role of
 * EKS, the pod execution role of Fargate, the task execution role of ECS, or a role of CI. AWS Lambda
 * cannot use a pull-through cache.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html
 */
export class PullPermissions extends Construct {
  constructor(scope: Construct, id: string, props: PullPermissionsProps) {
    super(scope, id);
    const { region: _, prefixes: __, ...options } = props;
    const region = checkRegion(this, props.region);
    const prefixes = checkPolicyPrefixes(this, props.prefixes);
    if (!hasForm(this, options, PULL_PERMISSIONS, "pullPermissions")) return;
    const { attachToRoles = [] } = options;
    const statements = pullStatements(callerIdentity(this).accountId, region, prefixes);
    const json = policyJson(statements);
    named(
      "ecr_pull_policy",
      new TerraformOutput(this, "policy-output", {
        description: "IAM policy (JSON) for whoever pulls through the cache.",
        value: json,
      }),
    );
    named(
      "ecr_pull_policy_statements",
      new TerraformOutput(this, "statements-output", {
        description: "The same as a list, for iam_role_policy_statements of the EKS module.",
        value: statements.map((statement) => ({ ...statement, effect: "Allow" })),
      }),
    );
    if (props.as === "managed-policy") {
      this.attach(this.managedPolicy(region, json), attachToRoles);
    } else if (attachToRoles.length > 0) {
      check(this, "attachToRoles", attachToRoles, () => ({
        given: JSON.stringify(attachToRoles),
        allowed: 'role names only with as: "managed-policy"',
        fix: 'write as: "managed-policy", or leave `attachToRoles` out',
      }));
    }
  }

  private managedPolicy(region: string, policy: string): IamPolicy {
    return named(
      "ecr_pull",
      new IamPolicy(this, "policy", {
        name: pullPolicyName(checkedStackId(this), region),
        description: `Pulls through the ECR pull-through cache in ${region}, first pulls included.`,
        policy,
      }),
    );
  }

  private attach(policy: IamPolicy, roles: readonly string[]): void {
    for (const [index, role] of roles.entries()) {
      check(this, `attachToRoles[${index}]`, role, checkRoleName);
      const name = `ecr_pull_${role.toLowerCase().replace(/[^a-z0-9]+/g, "_")}`;
      const id = `attachment-${index}`;
      named(name, new IamRolePolicyAttachment(this, id, { role, policyArn: policy.arn }));
    }
  }
}
