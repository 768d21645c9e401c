import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { TerraformOutput, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import type { PolicyStatement } from "../ecr/policy-statement";
import { checkRolePolicyLength, iamName } from "../ecr/role";
import { checkChoice } from "../problems/suggestion";
import { named } from "./address";
import { policyJson, policyLength, type TokenTrust, tokenTrustPolicyJson } from "./policy-json";
import { check, reject } from "./problems";

export interface PipelineRoleProps {
  /** What its jobs do; it names the role, `<stack>-<task>`, and its Terraform addresses. */
  readonly task: "plan" | "apply";
  readonly description: string;
  /** Whose tokens open it. */
  readonly trust: TokenTrust;
  /** What it may do: 10,240 characters at most. */
  readonly statements: readonly PolicyStatement[];
}

/**
 * A role that jobs of a pipeline assume with the token that their host gives them, for an hour. There
 * is no key that could be stolen or would have to be rotated.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
 */
export class PipelineRole extends Construct {
  constructor(scope: Construct, id: string, props: PipelineRoleProps) {
    super(scope, id);
    const { task, description, trust, statements } = props;
    const problem = checkChoice(task, ["plan", "apply"]);
    if (problem) reject(this, "task", problem);
    check(this, "stacks", policyLength(statements), checkRolePolicyLength);
    const role = named(
      task,
      new IamRole(this, "role", {
        name: iamName(TerraformStack.of(this).node.id, task),
        description,
        assumeRolePolicy: tokenTrustPolicyJson(trust),
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
