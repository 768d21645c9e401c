import { DataAwsEcrLifecyclePolicyDocument } from "@cdktf/provider-aws/lib/data-aws-ecr-lifecycle-policy-document";
import { TerraformVariable, VariableType } from "cdktf";
import { Construct } from "constructs";
import { checkExpiryDays, checkExpiryImages } from "../ecr/expiry";
import { named } from "./address";
import { type FormOf, hasForm } from "./form";
import { check } from "./problems";

/**
 * When cached images are deleted. Images in daily use are deleted too; the next pull imports them again.
 */
export type ExpiryProps =
  | {
      /**
       * Days from the import of an image to its deletion: the default of the Terraform variable
       * `ecr_cache_lifecycle_days`.
       */
      readonly days: number;
    }
  | {
      /** Images that a repository keeps: the oldest ones beyond that are deleted. */
      readonly images: number;
    };

/** What each of the properties may be, for an app without a type check. */
export const EXPIRY: FormOf<ExpiryProps> = {
  shape: { days: true, images: true },
  oneOf: ["days", "images"],
};

/**
 * The lifecycle policy of cached repositories.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
 */
export class LifecyclePolicy extends Construct {
  /** The policy as JSON. */
  readonly json: string = "";

  constructor(scope: Construct, id: string, props: ExpiryProps) {
    super(scope, id);
    if (!hasForm(this, props, EXPIRY, "expiry")) return;
    const selection =
      "days" in props
        ? {
            countType: "sinceImagePushed",
            countNumber: this.days(props.days).numberValue,
            countUnit: "days",
          }
        : { countType: "imageCountMoreThan", countNumber: props.images };
    if ("images" in props) check(this, "expiry.images", props.images, checkExpiryImages);
    const document = named(
      "expire_old_images",
      new DataAwsEcrLifecyclePolicyDocument(this, "document", {
        rule: [
          {
            priority: 1,
            description: "Expire old images",
            selection: [{ tagStatus: "any", ...selection }],
          },
        ],
      }),
    );
    this.json = document.json;
  }

  private days(days: number): TerraformVariable {
    check(this, "expiry.days", days, checkExpiryDays);
    const variable = "ecr_cache_lifecycle_days";
    return named(
      variable,
      new TerraformVariable(this, "days", {
        type: VariableType.NUMBER,
        description: "Days to keep image tags from pull-through cache.",
        default: days,
        validation: [
          {
            condition: `\${var.${variable} >= 1 && floor(var.${variable}) == var.${variable}}`,
            errorMessage: `${variable} must be a whole number of days, 1 or more.`,
          },
        ],
      }),
    );
  }
}
