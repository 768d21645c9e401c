import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { TEMPLATE_SERVICE, templateRoleStatements } from "../ecr/creation-template";
import { checkKmsKeyArn } from "../ecr/kms-key";
import { checkBoundaryArn } from "../ecr/role";
import { templateRoleName } from "../ecr/stack-names";
import { named } from "./address";
import { callerIdentity } from "./caller-identity";
import { policyJson, trustPolicyJson } from "./policy-json";
import { checkOnce } from "./problems";
import { checkedStackId, checkPolicyPrefixes, checkRegion } from "./registry-props";

export interface TemplateRoleProps {
  /** The Region of the registry. */
  readonly region: string;
  /** The prefixes of the repositories that ECR creates. */
  readonly prefixes: readonly string[];
  /**
   * ARN of the KMS key that the repositories are encrypted with.
   * @default - no KMS key
   */
  readonly kmsKeyArn?: string;
  /**
   * ARN of the policy beyond which the policy of the role has no effect.
   * @default - none
   */
  readonly permissionsBoundary?: string;
}

/**
 * The role with which ECR creates repositories that have tags or a KMS key. Without it, every first
 * pull that such a template applies to fails, with an error that the repository does not exist.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-create-iam.html
 */
export class TemplateRole extends Construct {
  /** ARN of the role, for the template's `custom_role_arn`. */
  readonly arn: string;
  /** The policy of the role, which a template has to depend on: without it, the role allows nothing. */
  readonly policy: IamRolePolicy;

  constructor(scope: Construct, id: string, props: TemplateRoleProps) {
    super(scope, id);
    const { kmsKeyArn, permissionsBoundary } = props;
    const region = checkRegion(this, props.region);
    const prefixes = checkPolicyPrefixes(this, props.prefixes);
    checkOnce(this, "kmsKeyArn", kmsKeyArn, (arn) => checkKmsKeyArn(arn, region));
    checkOnce(this, "permissionsBoundary", permissionsBoundary, (arn) => checkBoundaryArn(arn));
    const { accountId } = callerIdentity(this);
    const name = "ecr_repository_creation";
    const role = named(
      name,
      new IamRole(this, "role", {
        name: templateRoleName(checkedStackId(this), region),
        description: `Lets Amazon ECR in ${region} create repositories with tags or a KMS key.`,
        assumeRolePolicy: trustPolicyJson(TEMPLATE_SERVICE),
        permissionsBoundary,
      }),
    );
    this.arn = role.arn;
    this.policy = named(
      name,
      new IamRolePolicy(this, "policy", {
        name: "create-repositories",
        role: role.id,
        policy: policyJson(templateRoleStatements(accountId, region, prefixes, kmsKeyArn)),
      }),
    );
  }
}
