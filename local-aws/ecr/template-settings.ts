import { parseArn } from "../arn";
import { invalidParameter } from "../error-format";
import type { CallContext } from "../operation";
import { list, oneOf, string, structure } from "../shape";
import { checkTags, MAX_TAGS, type TagErrors, tag } from "../tags";
import { checkCustomRole, customRoleArn } from "./custom-role";
import { checkLifecyclePolicy } from "./lifecycle-policy";
import type { RepositoryCreationTemplate } from "./registry";
import { checkRepositoryPolicy } from "./resource-policy";

/** The service principal that assumes a template's role, which is not that of a rule's role. */
const TEMPLATE_ROLE_TRUSTS = "ecr.amazonaws.com";

/** The shape below already refuses more than `MAX_TAGS`. */
const resourceTagErrors: TagErrors = {
  duplicate: (key) => invalidParameter("resourceTags", `the tag key ${key} occurs more than once`),
  reserved: () => invalidParameter("resourceTags", "tag keys must not begin with aws:"),
  tooMany: () => invalidParameter("resourceTags", `at most ${MAX_TAGS} tags`),
};

const exclusionFilter = structure(
  {
    filterType: oneOf("WILDCARD"),
    filter: string({ min: 1, max: 128, pattern: /^[0-9a-zA-Z._*-]{1,128}$/ }),
  },
  ["filterType", "filter"],
);

export const encryptionConfiguration = structure(
  {
    encryptionType: oneOf("AES256", "KMS", "KMS_DSSE"),
    kmsKey: string({
      max: 2048,
      pattern: /^$|arn:aws[a-z0-9-]*:kms:[a-z0-9-]+:[0-9]{12}:key\/[a-z0-9-]+/,
    }),
  },
  ["encryptionType"],
);

/** Whether image tags can be overwritten. */
export const mutabilityMembers = {
  imageTagMutability: oneOf(
    "MUTABLE",
    "IMMUTABLE",
    "IMMUTABLE_WITH_EXCLUSION",
    "MUTABLE_WITH_EXCLUSION",
  ),
  imageTagMutabilityExclusionFilters: list(exclusionFilter, { min: 1, max: 5 }),
} as const;

/** The members that creating and updating a template have in common. */
export const templateSettings = {
  description: string({ max: 256 }),
  encryptionConfiguration,
  resourceTags: list(tag, { max: MAX_TAGS }),
  ...mutabilityMembers,
  repositoryPolicy: string({ max: 10240 }),
  lifecyclePolicy: string({ max: 30720 }),
  appliedFor: list(oneOf("REPLICATION", "PULL_THROUGH_CACHE", "CREATE_ON_PUSH")),
  customRoleArn,
} as const;

/**
 * Refuses a template whose settings are not valid together.
 * Tags or a KMS key without a role are not refused: AWS accepts such a template, and the first pull
 * that uses it fails.
 */
export function checkTemplate(template: RepositoryCreationTemplate, call: CallContext): void {
  if (template.appliedFor.length === 0) {
    throw invalidParameter("appliedFor", "Member must have length greater than or equal to 1");
  }
  checkTags(template.resourceTags, resourceTagErrors);
  checkEncryption(template, call);
  checkMutability(template);
  if (template.repositoryPolicy !== undefined)
    checkRepositoryPolicy(template.repositoryPolicy, call);
  if (template.lifecyclePolicy !== undefined) checkLifecyclePolicy(template.lifecyclePolicy);
  if (template.customRoleArn !== undefined) {
    checkCustomRole(template.customRoleArn, TEMPLATE_ROLE_TRUSTS, call);
  }
}

/** Refuses a key that the registry cannot use. Whether the key exists is not checked. */
export function checkEncryption(
  { encryptionConfiguration }: Pick<RepositoryCreationTemplate, "encryptionConfiguration">,
  call: CallContext,
): void {
  const { encryptionType, kmsKey } = encryptionConfiguration;
  if (!kmsKey) return;
  if (encryptionType === "AES256") {
    throw invalidParameter(
      "encryptionConfiguration.kmsKey",
      "must not be specified with the encryption type AES256",
    );
  }
  if (parseArn(kmsKey)?.region !== call.region) {
    throw invalidParameter(
      "encryptionConfiguration.kmsKey",
      "the key must be in the same Region as the registry",
    );
  }
}

/** Refuses exclusion filters without a mutability that uses them, and vice versa. */
export function checkMutability(
  settings: Pick<
    RepositoryCreationTemplate,
    "imageTagMutability" | "imageTagMutabilityExclusionFilters"
  >,
): void {
  const { imageTagMutability, imageTagMutabilityExclusionFilters: filters } = settings;
  if (imageTagMutability.endsWith("_WITH_EXCLUSION") === (filters !== undefined)) return;
  throw invalidParameter(
    "imageTagMutabilityExclusionFilters",
    filters === undefined
      ? `must be specified with ${imageTagMutability}`
      : `must not be specified with ${imageTagMutability}`,
  );
}
