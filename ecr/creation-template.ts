import { type Problem, shown } from "../problems/problem";
import type { PolicyStatement } from "./policy-statement";
import { repositoryArn } from "./registry";

/** Who assumes the role of a template: ECR, and not the pull-through cache. */
export const TEMPLATE_SERVICE = "ecr.amazonaws.com";

const KMS_KEY_ARN = /^arn:aws:kms:([a-z0-9-]+):\d{12}:key\/[a-z0-9-]+$/;

/** Whether repositories in `region` can be encrypted with the key: a full ARN, of the same Region. */
export function checkKmsKeyArn(arn: string, region: string): Problem | undefined {
  const found = KMS_KEY_ARN.exec(arn);
  if (found?.[1] === region) return undefined;
  return {
    given: shown(arn),
    allowed: `the ARN of a KMS key in ${region}: arn:aws:kms:${region}:<account>:key/<id>`,
    fix: arn.includes("alias/")
      ? "write no alias: copy the key's ARN from `aws kms describe-key`"
      : "copy the ARN from `aws kms describe-key --query KeyMetadata.Arn`",
  };
}

/** An immutable tag cannot be moved by a refresh: the cache would keep the first image for ever. */
export function checkTagsCanMove(mutability: "MUTABLE" | "IMMUTABLE"): Problem | undefined {
  if (mutability === "MUTABLE") return undefined;
  return {
    given: shown(mutability),
    allowed:
      "MUTABLE; with IMMUTABLE, a tag that moves upstream, such as latest, is never refreshed",
    fix: "leave it out, unless all that you pull has tags that never move",
  };
}

/** Whether ECR can give repositories these tags. */
export function checkTags(tags: Readonly<Record<string, string>>): Problem | undefined {
  const wrong = Object.entries(tags).find(
    ([key, value]) =>
      !TAG.test(key) ||
      key === "" ||
      key.length > 128 ||
      /^aws:/i.test(key) ||
      typeof value !== "string" ||
      !TAG.test(value) ||
      value.length > 256,
  );
  const count = Object.keys(tags).length;
  if (!wrong && count <= 50) return undefined;
  return {
    given: wrong ? `${shown(wrong[0])}: ${shown(wrong[1])}` : `${count} tags`,
    allowed:
      "at most 50 tags: keys of 1 to 128 and values of up to 256 letters, digits, blanks or _.:/=+-@, no key beginning with aws:",
    fix: "rename or shorten it",
  };
}

const TAG = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** The least rights with which ECR can create repositories that have tags or a KMS key. */
export function templateRoleStatements(
  account: string,
  region: string,
  prefixes: readonly string[],
  kmsKeyArn?: string,
): PolicyStatement[] {
  const repositories: PolicyStatement = {
    sid: "CreateRepositories",
    actions: ["ecr:CreateRepository", "ecr:TagResource"],
    resources: prefixes.map((prefix) => repositoryArn(account, region, prefix)),
  };
  if (!kmsKeyArn) return [repositories];
  const actions = ["kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"];
  return [repositories, { sid: "UseKey", actions, resources: [kmsKeyArn] }];
}
