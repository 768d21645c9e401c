import { describe, expect, it } from "vitest";
import { refusal, useLocalAws } from "./fixture";

const local = useLocalAws();
const expire = { type: "expire" };
const archive = { type: "transition", targetStorageClass: "archive" };
const days = (countType: string, countNumber = 7) => ({
  countType,
  countUnit: "days",
  countNumber,
});
const rule = (selection: object, action: object = expire, rulePriority = 1) => ({
  rulePriority,
  selection: { tagStatus: "any", ...selection },
  action,
});

function submit(policy: unknown): Promise<string> {
  return refusal(
    local.ecr.createRepositoryCreationTemplate({
      prefix: "ROOT",
      appliedFor: ["PULL_THROUGH_CACHE"],
      lifecyclePolicy: typeof policy === "string" ? policy : JSON.stringify(policy),
    }),
  );
}

describe("a lifecycle policy", () => {
  it.each([
    ["expires by age", [rule(days("sinceImagePushed"))]],
    ["expires by count", [rule({ countType: "imageCountMoreThan", countNumber: 3 })]],
    ["archives what nobody pulls", [rule(days("sinceImagePulled", 90), archive)]],
    [
      "expires the archive",
      [rule({ ...days("sinceImageTransitioned", 90), storageClass: "archive" })],
    ],
    [
      "archives and then expires",
      [
        rule(days("sinceImagePulled", 90), archive),
        rule({ ...days("sinceImageTransitioned", 365), storageClass: "archive" }, expire, 2),
      ],
    ],
    [
      "treats tags first",
      [
        rule({ ...days("sinceImagePushed"), tagStatus: "tagged", tagPatternList: ["v*"] }),
        rule(days("sinceImagePushed"), expire, 2),
      ],
    ],
  ])("is accepted when it %s", async (_, rules) => {
    expect(await submit({ rules })).toBe("accepted");
  });

  const { tagStatus: _, ...withoutStatus } = rule(days("sinceImagePushed")).selection;
  it.each([
    ["{", "the policy is not JSON"],
    [{ rules: [] }, "the policy has no rules"],
    [
      { rules: Array.from({ length: 51 }, () => rule(days("sinceImagePushed"))) },
      "the policy has more than 50 rules",
    ],
    [
      { rules: [{ rulePriority: 1, selection: withoutStatus, action: expire }] },
      "rule 1: tagStatus is none of tagged, untagged, any",
    ],
    [
      { rules: [rule({ countType: "imageCountMoreThan", countUnit: "days", countNumber: 3 })] },
      "rule 1: countUnit is not allowed with imageCountMoreThan",
    ],
    [
      { rules: [rule({ countType: "sinceImagePushed", countNumber: 3 })] },
      "rule 1: countUnit must be days with sinceImagePushed",
    ],
    [
      { rules: [rule(days("sinceImagePushed", 0))] },
      "rule 1: countNumber is not an integer of at least 1",
    ],
    [
      { rules: [rule(days("sinceImagePulled"))] },
      "rule 1: sinceImagePulled is allowed with transition only",
    ],
    [
      { rules: [rule({ ...days("sinceImageTransitioned", 89), storageClass: "archive" })] },
      "rule 1: sinceImageTransitioned needs at least 90 days",
    ],
    [
      { rules: [rule(days("sinceImagePushed"), { type: "expire", targetStorageClass: null })] },
      "rule 1: targetStorageClass is not allowed with expire",
    ],
    [
      { rules: [rule({ ...days("sinceImagePushed"), tagStatus: "tagged" })] },
      "rule 1: tagStatus tagged needs one of tagPrefixList, tagPatternList",
    ],
    [
      {
        rules: [
          rule({ ...days("sinceImagePushed"), tagStatus: "tagged", tagPatternList: ["*a*b*c*d*"] }),
        ],
      },
      "rule 1: a tag pattern has more than 4 wildcards",
    ],
    [
      { rules: [rule(days("sinceImagePushed")), rule(days("sinceImagePushed"))] },
      "rule priorities are not unique",
    ],
    [
      {
        rules: [
          rule(days("sinceImagePushed")),
          rule({ ...days("sinceImagePushed"), tagStatus: "untagged" }, expire, 2),
        ],
      },
      "the rule with tagStatus any must have the highest priority number",
    ],
  ])("%j is refused: %s", async (policy, problem) => {
    expect(await submit(policy)).toBe(
      `InvalidParameterException: Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure: ${problem}'`,
    );
  });
});
