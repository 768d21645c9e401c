import { describe, expect, it } from "vitest";
import { ACCOUNT, aRole, refusal, useLocalAws } from "./fixture";

const local = useLocalAws();
type Input = Parameters<typeof local.ecr.createRepositoryCreationTemplate>[0];
const root: Input = { prefix: "ROOT", appliedFor: ["PULL_THROUGH_CACHE"] };
const key = (region: string) => `arn:aws:kms:${region}:${ACCOUNT}:key/1234abcd-12ab`;

const create = (settings: Partial<Input> = {}) =>
  local.ecr.createRepositoryCreationTemplate({ ...root, ...settings } as Input);

const invalid = (parameter: string, constraint: string) =>
  `InvalidParameterException: Invalid parameter at '${parameter}' failed to satisfy constraint: '${constraint}'`;

describe("a repository creation template", () => {
  it("has defaults for omitted settings", async () => {
    const { repositoryCreationTemplate } = await create();
    expect(repositoryCreationTemplate).toMatchObject({
      prefix: "ROOT",
      imageTagMutability: "MUTABLE",
      encryptionConfiguration: { encryptionType: "AES256" },
      resourceTags: [],
      appliedFor: ["PULL_THROUGH_CACHE"],
    });
  });

  it("exists once for a prefix", async () => {
    await create({ prefix: "docker-hub" });
    expect(await refusal(create({ prefix: "docker-hub/" }))).toBe(
      `TemplateAlreadyExistsException: A repository creation template with prefix 'docker-hub' already exists in the registry with id '${ACCOUNT}'`,
    );
  });

  it("keeps the settings that an update omits", async () => {
    await create({ description: "before", resourceTags: [{ Key: "a", Value: "b" }] });
    const { repositoryCreationTemplate } = await local.ecr.updateRepositoryCreationTemplate({
      prefix: "ROOT",
      description: "after",
    });
    expect(repositoryCreationTemplate).toMatchObject({
      description: "after",
      resourceTags: [{ Key: "a", Value: "b" }],
      appliedFor: ["PULL_THROUGH_CACHE"],
    });
  });

  it("loses a policy that an update sets to an empty string", async () => {
    await create({ lifecyclePolicy: expireAfterAWeek });
    const { repositoryCreationTemplate } = await local.ecr.updateRepositoryCreationTemplate({
      prefix: "ROOT",
      lifecyclePolicy: "",
    });
    expect(repositoryCreationTemplate).not.toHaveProperty("lifecyclePolicy");
  });

  it("cannot be updated or deleted if it does not exist", async () => {
    const missing = `TemplateNotFoundException: The repository creation template with prefix 'absent' does not exist in the registry with id '${ACCOUNT}'`;
    const prefix = "absent";
    expect(await refusal(local.ecr.updateRepositoryCreationTemplate({ prefix }))).toBe(missing);
    expect(await refusal(local.ecr.deleteRepositoryCreationTemplate({ prefix }))).toBe(missing);
    const { repositoryCreationTemplates } = await local.ecr.describeRepositoryCreationTemplates({
      prefixes: [prefix],
    });
    expect(repositoryCreationTemplates).toEqual([]);
  });

  it("is accepted with tags and a key but without a role, although a pull then fails", async () => {
    const settings: Partial<Input> = {
      resourceTags: [{ Key: "a", Value: "b" }],
      encryptionConfiguration: { encryptionType: "KMS", kmsKey: key("eu-west-1") },
    };
    expect(await refusal(create(settings))).toBe("accepted");
  });

  it("accepts a role that trusts Amazon ECR, but not the role of a rule", async () => {
    const right = await aRole(local.iam, "ecr.amazonaws.com", "right");
    const wrong = await aRole(local.iam, "pullthroughcache.ecr.amazonaws.com", "wrong");
    expect(await refusal(create({ customRoleArn: wrong }))).toBe(
      invalid("customRoleArn", "the role must trust ecr.amazonaws.com"),
    );
    expect(await refusal(create({ customRoleArn: right }))).toBe("accepted");
  });

  const wrong: [string, Partial<Input>, string][] = [
    [
      "nothing to apply to",
      { appliedFor: [] },
      invalid("appliedFor", "Member must have length greater than or equal to 1"),
    ],
    [
      "a key of another Region",
      { encryptionConfiguration: { encryptionType: "KMS", kmsKey: key("us-east-1") } },
      invalid(
        "encryptionConfiguration.kmsKey",
        "the key must be in the same Region as the registry",
      ),
    ],
    [
      "a key without KMS",
      { encryptionConfiguration: { encryptionType: "AES256", kmsKey: key("eu-west-1") } },
      invalid(
        "encryptionConfiguration.kmsKey",
        "must not be specified with the encryption type AES256",
      ),
    ],
    [
      "the same tag twice",
      {
        resourceTags: [
          { Key: "a", Value: "b" },
          { Key: "a", Value: "c" },
        ],
      },
      invalid("resourceTags", "the tag key a occurs more than once"),
    ],
    [
      "an exclusion without filters",
      { imageTagMutability: "IMMUTABLE_WITH_EXCLUSION" },
      invalid(
        "imageTagMutabilityExclusionFilters",
        "must be specified with IMMUTABLE_WITH_EXCLUSION",
      ),
    ],
    [
      "filters without an exclusion",
      { imageTagMutabilityExclusionFilters: [{ filterType: "WILDCARD", filter: "latest*" }] },
      invalid("imageTagMutabilityExclusionFilters", "must not be specified with MUTABLE"),
    ],
    [
      "a repository policy with resources",
      {
        repositoryPolicy: JSON.stringify({
          Statement: [
            { Effect: "Allow", Principal: "*", Action: "ecr:BatchGetImage", Resource: "*" },
          ],
        }),
      },
      invalid("PolicyText", "Invalid repository policy provided"),
    ],
  ];
  it.each(wrong)("is refused with %s", async (_, settings, expected) => {
    expect(await refusal(create(settings))).toBe(expected);
  });

  it("is gone once deleted", async () => {
    await create();
    const deleted = await local.ecr.deleteRepositoryCreationTemplate({ prefix: "ROOT" });
    expect(deleted.repositoryCreationTemplate).toMatchObject({ prefix: "ROOT" });
    expect(local.aws.inventory()).toEqual({});
  });

  it("loses its exclusion filters when its mutability no longer uses them", async () => {
    await create({
      imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
      imageTagMutabilityExclusionFilters: [{ filterType: "WILDCARD", filter: "latest*" }],
    });
    const { repositoryCreationTemplate } = await local.ecr.updateRepositoryCreationTemplate({
      prefix: "ROOT",
      imageTagMutability: "MUTABLE",
    });
    expect(repositoryCreationTemplate).not.toHaveProperty("imageTagMutabilityExclusionFilters");
  });
});

const expireAfterAWeek = JSON.stringify({
  rules: [
    {
      rulePriority: 1,
      selection: {
        tagStatus: "any",
        countType: "sinceImagePushed",
        countUnit: "days",
        countNumber: 7,
      },
      action: { type: "expire" },
    },
  ],
});
