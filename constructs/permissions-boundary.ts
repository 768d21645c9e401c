import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import { type BoundedRoles, boundaryName } from "../ecr/pipeline/boundaries";
import type { PolicyStatement } from "../ecr/policy-statement";
import { checkPolicyLength } from "../ecr/role";
import { checkChoice } from "../problems/suggestion";
import { named } from "./address";
import { policyJson, policyLength } from "./policy-json";
import { check, reject } from "./problems";
import { checkedStackId } from "./registry-props";

export interface PermissionsBoundaryProps {
  /**
   * Whose boundary it is. "stacks" are the roles that the stacks make: their `permissionsBoundary` is
   * the output `boundary_arn`. "apply" is the role of the pipeline's jobs that apply.
   */
  readonly of: BoundedRoles;
  /** What the roles may do at most: 6,144 characters of policy. */
  readonly statements: readonly PolicyStatement[];
}

/**
 * A managed policy beyond which the own policies of a role have no effect.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export class PermissionsBoundary extends Construct {
  /** ARN of the policy, for the `permissions_boundary` of roles. */
  readonly arn: string;

  constructor(scope: Construct, id: string, props: PermissionsBoundaryProps) {
    super(scope, id);
    const { of, statements } = props;
    const problem = checkChoice(of, ["stacks", "apply"]);
    if (problem) reject(this, "of", problem);
    check(this, "stacks", policyLength(statements), (length) =>
      checkPolicyLength(length, "managed policy"),
    );
    const policy = named(
      of === "stacks" ? "boundary" : "apply_boundary",
      new IamPolicy(this, "policy", {
        name: boundaryName(checkedStackId(this), of),
        description:
          of === "stacks"
            ? "What the roles that the pull-through caches make may do at most."
            : "What the role that applies the pull-through caches may do at most.",
        policy: policyJson(statements),
      }),
    );
    this.arn = policy.arn;
    if (of === "apply") return;
    named(
      "boundary_arn",
      new TerraformOutput(this, "arn", {
        description: "permissionsBoundary of the stacks that the pipeline deploys.",
        value: policy.arn,
      }),
    );
  }
}
