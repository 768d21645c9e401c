import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import type { PolicyStatement } from "../ecr/policy-statement";
import { checkBoundaryArn, checkPolicyLength, iamName } from "../ecr/role";
import { checkChoice } from "../problems/suggestion";
import { named } from "./address";
import {
  policyJson,
  policyLength,
  type TokenTrust,
  tokenTrustPolicyJson,
  tokenTrustPolicyLength,
} from "./policy-json";
import { check, reject } from "./problems";
import { checkedStackId } from "./registry-props";

export interface PipelineRoleProps {
  /** What the jobs do. It names the role, `<stack>-<task>`, and its Terraform addresses. */
  readonly task: "plan" | "apply";
  /** The description of the role in IAM. */
  readonly description: string;
  /** The tokens that the role trusts. */
  readonly trust: TokenTrust;
  /** What the role allows: at most 10,240 characters of policy. */
  readonly statements: readonly PolicyStatement[];
  /**
   * ARN of the policy beyond which the statements have no effect.
   * @default - none
   */
  readonly permissionsBoundary?: string;
}

/**
 * A role that the jobs of a pipeline assume for an hour, with the token that their host issues to them.
 * There is no long-lived key that could leak or would have to be rotated.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
 */
export class PipelineRole extends Construct {
  constructor(scope: Construct, id: string, props: PipelineRoleProps) {
    super(scope, id);
    const { task, description, trust, statements, permissionsBoundary } = props;
    const problem = checkChoice(task, ["plan", "apply"]);
    if (problem) reject(this, "task", problem);
    check(this, "permissionsBoundary", permissionsBoundary, (arn) => checkBoundaryArn(arn));
    check(this, "stacks", policyLength(statements), (length) =>
      checkPolicyLength(length, "inline policy"),
    );
    check(this, "pipeline", tokenTrustPolicyLength(trust), (length) =>
      checkPolicyLength(length, "trust policy"),
    );
    const role = named(
      task,
      new IamRole(this, "role", {
        name: iamName(checkedStackId(this), task),
        description,
        assumeRolePolicy: tokenTrustPolicyJson(trust),
        permissionsBoundary,
      }),
    );
    named(
      task,
      new IamRolePolicy(this, "policy", {
        name: task,
        role: role.id,
        policy: policyJson(statements),
      }),
    );
    named(
      `${task}_role_arn`,
      new TerraformOutput(this, "arn", {
        description: `Role for the pipeline's jobs that ${task}.`,
        value: role.arn,
      }),
    );
  }
}
