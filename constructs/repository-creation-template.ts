import { EcrRepositoryCreationTemplate } from "@cdktf/provider-aws/lib/ecr-repository-creation-template";
import { Construct } from "constructs";
import { checkTagsCanMove } from "../ecr/creation-template";
import { checkKmsKeyArn } from "../ecr/kms-key";
import { checkRepositoryPolicy } from "../ecr/registry-policy";
import { ROOT } from "../ecr/repository-prefix";
import { checkTags } from "../ecr/tags";
import { checkObject, checkString } from "../problems/value-type";
import { named } from "./address";
import { checkTokens, knownText, literalText } from "./external-policy";
import { type FormOf, hasForm } from "./form";
import { check, checkOnce, warn } from "./problems";
import { checkPrefix, checkRegion } from "./registry-props";
import type { TemplateRole } from "./template-role";

/** The settings of the repositories that ECR creates. */
export interface CreatedRepositoryProps {
  /**
   * Whether a tag can be moved to another image, as a refresh does.
   * @default - ECR's own default, "MUTABLE"
   */
  readonly tagMutability?: "MUTABLE" | "IMMUTABLE";
  /**
   * ARN of the KMS key that images are encrypted with, in the Region of the registry; not an alias.
   * @default - AES-256 with keys that Amazon S3 manages
   */
  readonly kmsKeyArn?: string;
  /**
   * The policy of each repository, as JSON. Terraform does not look into it: policy variables are
   * written as IAM writes them, `${aws:PrincipalTag/team}`.
   * @default - none
   */
  readonly repositoryPolicy?: string;
  /**
   * Tags of each repository.
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/** What each of the properties may be, for an app without a type check. */
export const CREATED_REPOSITORY: FormOf<CreatedRepositoryProps> = {
  shape: {
    tagMutability: ["MUTABLE", "IMMUTABLE"],
    kmsKeyArn: checkString,
    repositoryPolicy: checkString,
    tags: checkObject,
  },
};

export interface RepositoryCreationTemplateProps extends CreatedRepositoryProps {
  /** The Region of the registry. */
  readonly region: string;
  /**
   * The name in Terraform: `aws_ecr_repository_creation_template.<name>`.
   * @default "cache"
   */
  readonly name?: string;
  /**
   * The prefix of the repositories that the template applies to.
   * @default "ROOT": all caches without a template of their own, including those of other teams
   */
  readonly prefix?: string;
  /**
   * The lifecycle policy of each repository, as JSON.
   * @default - none: images are kept, and paid for, until somebody deletes them
   */
  readonly lifecyclePolicy?: string;
  /**
   * The role with which ECR creates repositories. Tags and a KMS key need one.
   * @default - no role
   */
  readonly role?: TemplateRole;
}

/**
 * The settings of each repository that ECR creates for a cache. Existing repositories keep theirs.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html
 */
export class RepositoryCreationTemplate extends Construct {
  constructor(scope: Construct, id: string, props: RepositoryCreationTemplateProps) {
    super(scope, id);
    const { name = "cache", tags = {}, tagMutability, kmsKeyArn, repositoryPolicy, role } = props;
    const created = { tags, tagMutability, kmsKeyArn, repositoryPolicy };
    const region = checkRegion(this, props.region);
    const prefix = checkPrefix(this, "prefix", props.prefix ?? ROOT);
    if (!hasForm(this, created, CREATED_REPOSITORY, "repositories")) return;
    const hasTags = Object.keys(tags).length > 0;
    warn(this, "repositories.tagMutability", tagMutability, checkTagsCanMove);
    checkOnce(this, "repositories.kmsKeyArn", kmsKeyArn, (arn) => checkKmsKeyArn(arn, region));
    const policy = repositoryPolicy && knownText(repositoryPolicy);
    checkOnce(
      this,
      "repositories.repositoryPolicy",
      policy,
      (json) => checkTokens(json) ?? checkRepositoryPolicy(json),
    );
    checkOnce(this, "tags", tags, checkTags);
    check(this, "role", hasTags || kmsKeyArn ? !role : undefined, checkHasRole);
    named(
      name,
      new EcrRepositoryCreationTemplate(this, "template", {
        prefix,
        appliedFor: ["PULL_THROUGH_CACHE"],
        lifecyclePolicy: props.lifecyclePolicy,
        repositoryPolicy: repositoryPolicy && literalText(repositoryPolicy),
        imageTagMutability: tagMutability,
        encryptionConfiguration: kmsKeyArn
          ? [{ encryptionType: "KMS", kmsKey: kmsKeyArn }]
          : undefined,
        resourceTags: hasTags ? { ...tags } : undefined,
        customRoleArn: role?.arn,
        dependsOn: role && [role.policy],
      }),
    );
  }
}

function checkHasRole(isMissing: boolean) {
  if (!isMissing) return undefined;
  return {
    allowed: "a role for tags or a KMS key: without it, ECR cannot create the repository",
    fix: "pass a TemplateRole",
  };
}
