import { type Problem, shown } from "../problems/problem";
import type { PolicyStatement } from "./policy-statement";
import { repositoryArn } from "./registry";

/** The service that assumes the role of a template: ECR itself, not the pull-through cache. */
export const TEMPLATE_SERVICE = "ecr.amazonaws.com";

/** Whether tags can be moved. A refresh cannot update an immutable tag, so the cache would keep the first image for ever. */
export function checkTagsCanMove(mutability: "MUTABLE" | "IMMUTABLE"): Problem | undefined {
  if (mutability === "MUTABLE") return undefined;
  return {
    given: shown(mutability),
    allowed:
      "MUTABLE; with IMMUTABLE, a tag that moves upstream, such as latest, is never refreshed",
    fix: "leave it out, unless all that you pull has tags that never move",
  };
}

/** The least privilege with which ECR can create repositories that have tags or a KMS key. */
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
