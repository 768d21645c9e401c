import { describe, expect, it } from "vitest";
import { aRole, aSecret, policy, refusal, useLocalAws } from "./fixture";

const local = useLocalAws();

interface Tag {
  Key: string;
  Value: string;
}

/** A kind of resource: how one is created, and how it is tagged. */
interface Kind {
  create(): Promise<string | undefined>;
  add(id: string, Tags: Tag[]): Promise<unknown>;
  remove(id: string, TagKeys: string[]): Promise<unknown>;
  list(id: string): Promise<unknown>;
  readonly duplicate: string;
  readonly reserved: string;
  readonly tooMany: string;
}

const invalidParameter = "InvalidParameterException: ";
const duplicate = "The tag key a occurs more than once.";
const reserved = "Tag keys must not begin with aws:, which is reserved.";
const identity = {
  duplicate:
    "InvalidInputException: Duplicate tag keys found. Please note that Tag keys are case insensitive.",
  reserved:
    "InvalidInputException: System tags cannot be added/updated/deleted. Tag keys must not begin with aws:.",
  tooMany: "LimitExceededException: The number of tags has reached the maximum limit of 50.",
};

const kinds: Readonly<Record<string, Kind>> = {
  "a repository": {
    create: async () => {
      const { repository } = await local.ecr.createRepository({
        repositoryName: "docker-hub/nginx",
      });
      return repository?.repositoryArn;
    },
    add: (resourceArn, tags) => local.ecr.tagResource({ resourceArn, tags }),
    remove: (resourceArn, tagKeys) => local.ecr.untagResource({ resourceArn, tagKeys }),
    list: async (resourceArn) => (await local.ecr.listTagsForResource({ resourceArn })).tags,
    duplicate: `${invalidParameter}Invalid parameter at 'tags' failed to satisfy constraint: 'the tag key a occurs more than once'`,
    reserved: "InvalidTagParameterException: Tag keys must not begin with aws:",
    tooMany: "TooManyTagsException: The list of tags on the repository is over the limit of 50",
  },
  "a secret": {
    create: () => aSecret(local.secrets),
    add: (SecretId, Tags) => local.secrets.tagResource({ SecretId, Tags }),
    remove: (SecretId, TagKeys) => local.secrets.untagResource({ SecretId, TagKeys }),
    list: async (SecretId) => (await local.secrets.describeSecret({ SecretId })).Tags,
    duplicate: invalidParameter + duplicate,
    reserved: invalidParameter + reserved,
    tooMany: `${invalidParameter}A secret can have at most 50 tags.`,
  },
  "a topic": {
    create: async () => (await local.sns.createTopic({ Name: "failures" })).TopicArn,
    add: (ResourceArn, Tags) => local.sns.tagResource({ ResourceArn, Tags }),
    remove: (ResourceArn, TagKeys) => local.sns.untagResource({ ResourceArn, TagKeys }),
    list: async (ResourceArn) => (await local.sns.listTagsForResource({ ResourceArn })).Tags,
    duplicate: `${invalidParameter}Invalid parameter: Duplicated keys are not allowed.`,
    reserved: `${invalidParameter}Invalid parameter: ${reserved}`,
    tooMany:
      "TagLimitExceededException: Could not complete request: tag quota of per resource exceeded",
  },
  "a rule": {
    create: async () => {
      const rule = { Name: "failures", ScheduleExpression: "rate(1 day)" };
      return (await local.events.putRule(rule)).RuleArn;
    },
    add: (ResourceARN, Tags) => local.events.tagResource({ ResourceARN, Tags }),
    remove: (ResourceARN, TagKeys) => local.events.untagResource({ ResourceARN, TagKeys }),
    list: async (ResourceARN) => (await local.events.listTagsForResource({ ResourceARN })).Tags,
    duplicate: `ValidationException: ${duplicate}`,
    reserved: `ValidationException: ${reserved}`,
    tooMany: "LimitExceededException: A rule can have at most 50 tags.",
  },
  "a role": {
    create: async () => {
      await aRole(local.iam, "ecr.amazonaws.com");
      return "a-role";
    },
    add: (RoleName, Tags) => local.iam.tagRole({ RoleName, Tags }),
    remove: (RoleName, TagKeys) => local.iam.untagRole({ RoleName, TagKeys }),
    list: async (RoleName) => (await local.iam.listRoleTags({ RoleName })).Tags,
    ...identity,
  },
  "a managed policy": {
    create: async () => {
      const PolicyDocument = policy({ Action: "ecr:BatchGetImage", Resource: "*" });
      return (await local.iam.createPolicy({ PolicyName: "pull", PolicyDocument })).Policy?.Arn;
    },
    add: (PolicyArn, Tags) => local.iam.tagPolicy({ PolicyArn, Tags }),
    remove: (PolicyArn, TagKeys) => local.iam.untagPolicy({ PolicyArn, TagKeys }),
    list: async (PolicyArn) => (await local.iam.getPolicy({ PolicyArn })).Policy?.Tags,
    ...identity,
  },
  "an OIDC provider": {
    create: async () => {
      const Url = "https://gitlab.com";
      const provider = await local.iam.createOpenIDConnectProvider({ Url });
      return provider.OpenIDConnectProviderArn;
    },
    add: (OpenIDConnectProviderArn, Tags) =>
      local.iam.tagOpenIDConnectProvider({ OpenIDConnectProviderArn, Tags }),
    remove: (OpenIDConnectProviderArn, TagKeys) =>
      local.iam.untagOpenIDConnectProvider({ OpenIDConnectProviderArn, TagKeys }),
    list: async (OpenIDConnectProviderArn) =>
      (await local.iam.listOpenIDConnectProviderTags({ OpenIDConnectProviderArn })).Tags,
    ...identity,
  },
};

const tag = (Key: string, Value = "1"): Tag => ({ Key, Value });
const many = (count: number) => Array.from({ length: count }, (_, index) => tag(`key-${index}`));

describe.each(Object.entries(kinds))("the tags of %s", (_, kind) => {
  const create = async () => (await kind.create()) ?? "";

  it("are added, changed in place and removed", async () => {
    const id = await create();
    await kind.add(id, [tag("a"), tag("b")]);
    await kind.add(id, [tag("a", "2"), tag("c")]);
    await kind.remove(id, ["b", "absent"]);
    expect(await kind.list(id)).toEqual([tag("a", "2"), tag("c")]);
  });

  it("have different keys", async () => {
    expect(await refusal(kind.add(await create(), [tag("a"), tag("a", "2")]))).toBe(kind.duplicate);
  });

  it("have no keys that AWS reserves", async () => {
    expect(await refusal(kind.add(await create(), [tag("AWS:a")]))).toBe(kind.reserved);
  });

  it("are 50 at most", async () => {
    const id = await create();
    await kind.add(id, many(50));
    expect(await refusal(kind.add(id, [tag("one-more")]))).toBe(kind.tooMany);
    expect(await kind.list(id)).toHaveLength(50);
  });
});

it("keys that differ only in case are the same key in IAM only", async () => {
  const both = [tag("a"), tag("A")];
  await aRole(local.iam, "ecr.amazonaws.com");
  expect(await refusal(local.iam.tagRole({ RoleName: "a-role", Tags: both }))).toBe(
    identity.duplicate,
  );
  const SecretId = await aSecret(local.secrets);
  expect(await refusal(local.secrets.tagResource({ SecretId, Tags: both }))).toBe("accepted");
});

it("a secret's tag cannot lack a value, which AWS does not document", async () => {
  const SecretId = await aSecret(local.secrets);
  const call = local.secrets.tagResource({ SecretId, Tags: [{ Key: "a" }] });
  expect(await refusal(call)).toBe(
    "NotImplementedException: local-aws does not implement tags without a key or without a value.",
  );
});
