import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { EcrRegistryPolicy } from "@cdktf/provider-aws/lib/ecr-registry-policy";
import { TerraformVariable, VariableType } from "cdktf";
import { Construct } from "constructs";
import {
  checkOrganizationId,
  ORGANIZATION_ID_PATTERN,
  ORGANIZATION_PULL_ACTIONS,
} from "../ecr/organization";
import { repositoryArn } from "../ecr/registry";
import { named } from "./address";
import { callerIdentity } from "./caller-identity";
import { check } from "./problems";

export interface OrganizationAccessProps {
  /** The Region of the registry. */
  readonly region: string;
  /**
   * The repository prefixes that the organization may pull from. `ROOT` opens every repository of
   * the registry, those that are no cache included.
   */
  readonly prefixes: readonly string[];
  /**
   * The id of the organization.
   * @default - the Terraform variable `aws_org_id`, which has no default of its own
   */
  readonly organizationId?: string;
}

/**
 * Lets every account of an AWS organization pull from this registry: the registry's policy.
 *
 * A registry has one policy. Applying this replaces what is there, and destroying it leaves none.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions.html
 */
export class OrganizationAccess extends Construct {
  constructor(scope: Construct, id: string, props: OrganizationAccessProps) {
    super(scope, id);
    check(this, "organizationAccess.organizationId", props.organizationId, checkOrganizationId);
    const { accountId } = callerIdentity(this);
    const policy = named(
      "ecr_registry_policy",
      new DataAwsIamPolicyDocument(this, "document", {
        statement: [
          {
            sid: "OrgPullCache",
            actions: [...ORGANIZATION_PULL_ACTIONS],
            resources: props.prefixes.map((prefix) =>
              repositoryArn(accountId, props.region, prefix),
            ),
            principals: [{ type: "AWS", identifiers: ["*"] }],
            condition: [
              {
                variable: "aws:PrincipalOrgID",
                test: "StringLike",
                values: [props.organizationId ?? this.organizationVariable().stringValue],
              },
            ],
          },
        ],
      }),
    );
    named("this", new EcrRegistryPolicy(this, "policy", { policy: policy.json }));
  }

  /** A default would let somebody deploy with an example's id, and open the registry to strangers. */
  private organizationVariable(): TerraformVariable {
    return named(
      "aws_org_id",
      new TerraformVariable(this, "organization-id", {
        type: VariableType.STRING,
        description: "Id of the AWS organization whose accounts may pull from the cache.",
        validation: [
          {
            condition: `\${can(regex("${ORGANIZATION_ID_PATTERN}", var.aws_org_id))}`,
            errorMessage:
              "aws_org_id must be the id of one organization: 'o-' and 10 to 32 lower-case letters or digits.",
          },
        ],
      }),
    );
  }
}
