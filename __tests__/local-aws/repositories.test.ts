import { paginateDescribeRepositories } from "@aws-sdk/client-ecr";
import { beforeEach, describe, expect, it } from "vitest";
import { ACCOUNT, refusal, useLocalAws } from "./fixture";

const local = useLocalAws();
const NAME = "docker-hub/library/nginx";
const ARN = `arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/${NAME}`;
const POLICY = JSON.stringify({
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

const create = (repositoryName = NAME) => local.ecr.createRepository({ repositoryName });

describe("a repository", () => {
  it("is created with AWS's defaults, and described", async () => {
    const { repository } = await create();
    expect(repository).toEqual({
      repositoryArn: ARN,
      registryId: ACCOUNT,
      repositoryName: NAME,
      repositoryUri: `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/${NAME}`,
      createdAt: expect.any(Date),
      imageTagMutability: "MUTABLE",
      imageScanningConfiguration: { scanOnPush: false },
      encryptionConfiguration: { encryptionType: "AES256" },
    });
    const { repositories } = await local.ecr.describeRepositories({ repositoryNames: [NAME] });
    expect(repositories).toEqual([repository]);
  });

  it("that KMS encrypts without a given key has the account's own", async () => {
    const encrypted = await local.ecr.createRepository({
      repositoryName: NAME,
      encryptionConfiguration: { encryptionType: "KMS" },
    });
    expect(encrypted.repository?.encryptionConfiguration).toEqual({
      encryptionType: "KMS",
      kmsKey: expect.stringMatching(/^arn:aws:kms:eu-west-1:111111111111:key\/[0-9a-f-]{36}$/),
    });
  });

  it.each(["a--b", "a---b/c", "a__b", "a.b/c_d"])("may be called %s", async (name) => {
    expect(await refusal(create(name))).toBe("accepted");
  });

  it.each(["a___b", "a.-b", "a..b", "a//b", "-a", "a-", "A"])(
    "may not be called %s",
    async (name) => {
      expect(await refusal(create(name))).toMatch(
        /^InvalidParameterException: Invalid parameter at 'repositoryName'/,
      );
    },
  );

  it("is in one Region, and in the inventory", async () => {
    await create();
    const elsewhere = local.config("us-east-1");
    const { ECR } = await import("@aws-sdk/client-ecr");
    expect((await new ECR(elsewhere).describeRepositories({})).repositories).toEqual([]);
    expect(local.aws.inventory()).toEqual({
      [ACCOUNT]: { "eu-west-1": { repositories: [{ name: NAME, images: {} }] } },
    });
  });

  it("is gone once deleted", async () => {
    await create();
    const { repository } = await local.ecr.deleteRepository({ repositoryName: NAME });
    expect(repository).toMatchObject({ repositoryArn: ARN });
    expect(local.aws.inventory()).toEqual({});
  });

  it("is listed with all others, a page at a time, by name", async () => {
    const names = Array.from({ length: 5 }, (_, index) => `team/app-${index}`);
    for (const name of [...names].reverse()) await create(name);
    const pages: string[][] = [];
    const paginator = paginateDescribeRepositories({ client: local.ecr, pageSize: 2 }, {});
    for await (const { repositories = [] } of paginator) {
      pages.push(repositories.map(({ repositoryName = "" }) => repositoryName));
    }
    expect(pages).toEqual([names.slice(0, 2), names.slice(2, 4), names.slice(4)]);
  });

  it.each([
    ["Docker-Hub/nginx", "must satisfy regular expression"],
    ["docker-hub//nginx", "must satisfy regular expression"],
    ["a", "length greater than or equal to 2"],
  ])("is not called %s", async (name, sentence) => {
    expect(await refusal(create(name))).toContain(sentence);
  });

  it("is refused if it already exists or its settings are not valid together", async () => {
    await create();
    expect(await refusal(create())).toBe(
      `RepositoryAlreadyExistsException: The repository with name '${NAME}' already exists in the registry with id '${ACCOUNT}'`,
    );
    const odd = { repositoryName: "odd", imageTagMutability: "IMMUTABLE_WITH_EXCLUSION" } as const;
    expect(await refusal(local.ecr.createRepository(odd))).toContain(
      "imageTagMutabilityExclusionFilters",
    );
  });

  it("that does not exist is not found by any operation", async () => {
    const missing = `RepositoryNotFoundException: The repository with name '${NAME}' does not exist in the registry with id '${ACCOUNT}'`;
    const one = { repositoryName: NAME };
    const calls = [
      local.ecr.describeRepositories({ repositoryNames: [NAME] }),
      local.ecr.deleteRepository(one),
      local.ecr.getLifecyclePolicy(one),
      local.ecr.putLifecyclePolicy({ ...one, lifecyclePolicyText: POLICY }),
      local.ecr.deleteLifecyclePolicy(one),
      local.ecr.listTagsForResource({ resourceArn: ARN }),
    ];
    for (const call of calls) expect(await refusal(call)).toBe(missing);
  });

  it("is requested by name or by page, not both", async () => {
    const asked = local.ecr.describeRepositories({ repositoryNames: [NAME], maxResults: 1 });
    expect(await refusal(asked)).toContain("InvalidParameterException");
  });
});

describe("a repository's lifecycle policy", () => {
  beforeEach(() => create());
  const one = { repositoryName: NAME };
  const none = `LifecyclePolicyNotFoundException: Lifecycle policy does not exist for the repository with name '${NAME}' in the registry with id '${ACCOUNT}'`;

  it("is put, read, replaced and deleted", async () => {
    expect(await refusal(local.ecr.getLifecyclePolicy(one))).toBe(none);
    await local.ecr.putLifecyclePolicy({ ...one, lifecyclePolicyText: POLICY });
    const longer = POLICY.replace("7", "30");
    await local.ecr.putLifecyclePolicy({ ...one, lifecyclePolicyText: longer });
    const held = await local.ecr.getLifecyclePolicy(one);
    expect(held).toMatchObject({ registryId: ACCOUNT, ...one, lifecyclePolicyText: longer });
    const deleted = await local.ecr.deleteLifecyclePolicy(one);
    expect(deleted.lifecyclePolicyText).toBe(longer);
    expect(await refusal(local.ecr.deleteLifecyclePolicy(one))).toBe(none);
  });

  it("is validated like that of a template", async () => {
    const expired = POLICY.replace("sinceImagePushed", "sinceImagePulled");
    const put = local.ecr.putLifecyclePolicy({ ...one, lifecyclePolicyText: expired });
    expect(await refusal(put)).toContain("Lifecycle policy validation failure");
    const short = local.ecr.putLifecyclePolicy({ ...one, lifecyclePolicyText: "{}" });
    expect(await refusal(short)).toContain("length greater than or equal to 100");
  });
});

describe("a repository's tags", () => {
  it("can be set when it is created", async () => {
    await local.ecr.createRepository({ repositoryName: NAME, tags: [{ Key: "a", Value: "1" }] });
    const { tags } = await local.ecr.listTagsForResource({ resourceArn: ARN });
    expect(tags).toEqual([{ Key: "a", Value: "1" }]);
  });

  it("can only be read in its own registry", async () => {
    const resourceArn = ARN.replace("eu-west-1", "us-east-1");
    expect(await refusal(local.ecr.listTagsForResource({ resourceArn }))).toContain("resourceArn");
  });
});

describe("the permissions of a call on repositories", () => {
  const actions = () => local.aws.calls.at(-1)?.actions;

  it("are for the repository and for its tags", async () => {
    await local.ecr.createRepository({ repositoryName: NAME, tags: [{ Key: "a", Value: "1" }] });
    expect(actions()).toEqual([
      { action: "ecr:CreateRepository", resource: ARN },
      { action: "ecr:TagResource", resource: ARN },
    ]);
  });

  it("are for all repositories when all are listed", async () => {
    await local.ecr.describeRepositories({});
    const resource = `arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/*`;
    expect(actions()).toEqual([{ action: "ecr:DescribeRepositories", resource }]);
  });
});
