import { DataAwsEcrLifecyclePolicyDocument } from "@cdktf/provider-aws/lib/data-aws-ecr-lifecycle-policy-document";
import { EcrRepositoryCreationTemplate } from "@cdktf/provider-aws/lib/ecr-repository-creation-template";
import { TerraformVariable, VariableType } from "cdktf";
import { Construct } from "constructs";
import { checkExpiryDays } from "../ecr/expiry";
import { ROOT } from "../ecr/repository-prefix";
import { named } from "./address";
import { check } from "./problems";

export interface RepositoryCreationTemplateProps {
  /**
   * Default of the variable `ecr_cache_lifecycle_days`: after how many days an image is deleted,
   * counted from its import. Images in daily use expire too, and are imported again.
   */
  readonly expiryDays: number;
}

/**
 * What ECR gives to each repository that it creates for a cache: a lifecycle policy that deletes
 * old images. Repositories that exist already keep what they have.
 *
 * The template is for the prefix `ROOT`, so that it holds for every cache of the account in this
 * Region which has no template of its own, those of other teams included.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html
 */
export class RepositoryCreationTemplate extends Construct {
  constructor(scope: Construct, id: string, props: RepositoryCreationTemplateProps) {
    super(scope, id);
    check(this, "expiry.days", props.expiryDays, checkExpiryDays);
    const variable = "ecr_cache_lifecycle_days";
    const days = named(
      variable,
      new TerraformVariable(this, "days", {
        type: VariableType.NUMBER,
        description: "Days to keep image tags from pull-through cache.",
        default: props.expiryDays,
        validation: [
          {
            condition: `\${var.${variable} >= 1 && floor(var.${variable}) == var.${variable}}`,
            errorMessage: `${variable} must be a whole number of days, 1 or more.`,
          },
        ],
      }),
    );
    const expiry = named(
      "expire_old_images",
      new DataAwsEcrLifecyclePolicyDocument(this, "expiry", {
        rule: [
          {
            priority: 1,
            description: "Expire old images",
            selection: [
              {
                tagStatus: "any",
                countType: "sinceImagePushed",
                countNumber: days.numberValue,
                countUnit: "days",
              },
            ],
          },
        ],
      }),
    );
    named(
      "cache",
      new EcrRepositoryCreationTemplate(this, "template", {
        prefix: ROOT,
        appliedFor: ["PULL_THROUGH_CACHE"],
        lifecyclePolicy: expiry.json,
      }),
    );
  }
}
