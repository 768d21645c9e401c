import { SNS } from "@aws-sdk/client-sns";
import { describe, expect, it } from "vitest";
import { ACCOUNT, refusal, useLocalAws } from "./fixture";

const local = useLocalAws();
const Name = "cache-alarm";
const TopicArn = `arn:aws:sns:eu-west-1:${ACCOUNT}:${Name}`;
const create = (given: object = {}) => local.sns.createTopic({ Name, ...given });
const attributes = async () => (await local.sns.getTopicAttributes({ TopicArn })).Attributes;
const set = (AttributeName: string, AttributeValue?: string) =>
  local.sns.setTopicAttributes({ TopicArn, AttributeName, AttributeValue });

describe("a topic", () => {
  it("has a policy that allows its owner everything", async () => {
    expect((await create()).TopicArn).toBe(TopicArn);
    const { Policy = "", ...others } = (await attributes()) ?? {};
    expect(others).toMatchObject({
      TopicArn,
      Owner: ACCOUNT,
      DisplayName: "",
      SubscriptionsPending: "0",
      SubscriptionsConfirmed: "0",
    });
    expect(JSON.parse(Policy).Statement[0]).toMatchObject({
      Resource: TopicArn,
      Condition: { StringEquals: { "AWS:SourceOwner": ACCOUNT } },
    });
  });

  it("is encrypted with the given key until the key is removed", async () => {
    await create({ Attributes: { KmsMasterKeyId: "alias/aws/sns" } });
    expect(await attributes()).toMatchObject({ KmsMasterKeyId: "alias/aws/sns" });
    await set("KmsMasterKeyId", "");
    expect(await attributes()).not.toHaveProperty("KmsMasterKeyId");
  });

  it("is returned if it is created again", async () => {
    const Tags = [{ Key: "a", Value: "1" }];
    await create({ Attributes: { DisplayName: "Alarm & <more>" }, Tags });
    const again = { Attributes: { DisplayName: "Alarm & <more>" }, Tags };
    expect((await create(again)).TopicArn).toBe(TopicArn);
    expect((await create()).TopicArn).toBe(TopicArn);
  });

  it("cannot be created again with other attributes or tags", async () => {
    await create();
    expect(await refusal(create({ Attributes: { DisplayName: "Alarm" } }))).toBe(
      "InvalidParameterException: Invalid parameter: Attributes Reason: Topic already exists with different attributes",
    );
    expect(await refusal(create({ Tags: [{ Key: "a", Value: "1" }] }))).toBe(
      "InvalidParameterException: Invalid parameter: Tags Reason: Topic already exists with different tags",
    );
  });

  it.each(["a topic", "a/topic", "t".repeat(257), ""])("refuses the name %j", async (name) => {
    expect(await refusal(create({ Name: name }))).toBe(
      "InvalidParameterException: Invalid parameter: Topic Name",
    );
  });

  it("that does not exist is not found, but can be deleted", async () => {
    const missing = "NotFoundException: Topic does not exist";
    expect(await refusal(local.sns.getTopicAttributes({ TopicArn }))).toBe(missing);
    expect(await refusal(set("DisplayName", "a"))).toBe(missing);
    expect(await refusal(local.sns.listSubscriptionsByTopic({ TopicArn }))).toBe(missing);
    expect(await refusal(local.sns.deleteTopic({ TopicArn }))).toBe("accepted");
    expect(await refusal(local.sns.listTagsForResource({ ResourceArn: TopicArn }))).toBe(
      "ResourceNotFoundException: Resource does not exist",
    );
  });

  it("is named by an ARN of SNS in its Region", async () => {
    const get = (arn: string) => local.sns.getTopicAttributes({ TopicArn: arn });
    expect(await refusal(get(Name))).toBe(
      "InvalidParameterException: Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1",
    );
    expect(await refusal(get(TopicArn.replace("eu-west-1", "us-east-1")))).toBe(
      "InvalidParameterException: Invalid parameter: TopicArn",
    );
  });

  it("is listed in its own Region", async () => {
    await create();
    expect((await local.sns.listTopics({})).Topics).toEqual([{ TopicArn }]);
    const elsewhere = new SNS(local.config("us-east-1"));
    expect((await elsewhere.listTopics({})).Topics).toEqual([]);
  });

  it.each([
    ["Colour", "red", "AttributeName"],
    ["SignatureVersion", "3", "SignatureVersion"],
    ["TracingConfig", "On", "TracingConfig"],
    ["DisplayName", "a".repeat(101), "DisplayName"],
    ["HTTPSuccessFeedbackSampleRate", "101", "AttributeValue"],
    ["HTTPFailureFeedbackRoleArn", "a-role", "AttributeValue"],
  ])("cannot be given the %s %s", async (name, value, parameter) => {
    await create();
    expect(await refusal(set(name, value))).toBe(
      `InvalidParameterException: Invalid parameter: ${parameter}`,
    );
  });

  it("can have a sample rate of 0, which the inventory leaves out", async () => {
    await create();
    const before = local.aws.inventory();
    await set("HTTPSuccessFeedbackSampleRate", "0");
    expect(await attributes()).toMatchObject({ HTTPSuccessFeedbackSampleRate: "0" });
    expect(local.aws.inventory()).toEqual(before);
  });

  it("has no delivery policy, which is refused as not implemented", async () => {
    await create();
    expect(await refusal(set("DeliveryPolicy", "{}"))).toBe(
      "NotImplementedException: local-aws does not implement the topic attribute DeliveryPolicy.",
    );
  });

  it("cannot be created with an unknown attribute", async () => {
    expect(await refusal(create({ Attributes: { Colour: "red" } }))).toBe(
      "InvalidParameterException: Invalid parameter: Attributes Reason: Unknown attribute Colour",
    );
  });

  it("cannot be FIFO, which is refused as not implemented", async () => {
    expect(await refusal(create({ Name: "a.fifo" }))).toBe(
      "NotImplementedException: local-aws does not implement FIFO topics.",
    );
  });

  it("is in the inventory until it is deleted", async () => {
    await create({ Tags: [{ Key: "a", Value: "1" }] });
    expect(local.aws.inventory()).toEqual({
      [ACCOUNT]: {
        "eu-west-1": {
          topics: [{ name: Name, arn: TopicArn, tags: [{ Key: "a", Value: "1" }] }],
        },
      },
    });
    await local.sns.deleteTopic({ TopicArn });
    expect(local.aws.inventory()).toEqual({});
  });
});

describe("a topic's policy", () => {
  const statement = {
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: "sns:Publish",
    Resource: TopicArn,
  };
  const policy = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });

  it("is returned as it was put", async () => {
    const text = ` ${policy(statement)}\n`;
    await create();
    await set("Policy", text);
    expect((await attributes())?.Policy).toBe(text);
  });

  it("can be the default policy", async () => {
    await create();
    expect(await refusal(set("Policy", (await attributes())?.Policy))).toBe("accepted");
  });

  it.each([
    ["that is not JSON", "{", "Policy Error: null"],
    ["without a principal", policy({ ...statement, Principal: undefined }), "Policy Error: null"],
    ["without a resource", policy({ ...statement, Resource: undefined }), "Policy Error: null"],
    [
      "for a role that is not there",
      policy({ ...statement, Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/absent` } }),
      "Policy Error: PrincipalNotFound",
    ],
    [
      "for no principal",
      policy({ ...statement, Principal: { Service: "events" } }),
      "Policy Error: PrincipalNotFound",
    ],
    [
      "about every action",
      policy({ ...statement, Action: "sns:*" }),
      "Policy statement action out of service scope!",
    ],
    [
      "about an action that is not on a topic",
      policy({ ...statement, Action: ["sns:Publish", "sns:CreateTopic"] }),
      "Policy statement action out of service scope!",
    ],
    [
      "about two topics",
      policy({ ...statement, Resource: [TopicArn, `${TopicArn}-2`] }),
      "Policy statement must apply to a single resource!",
    ],
    [
      "about another topic",
      policy({ ...statement, Resource: `${TopicArn}-2` }),
      "Policy statement must apply to a single resource!",
    ],
  ])("%s is refused", async (_, text, message) => {
    await create();
    expect(await refusal(set("Policy", text))).toBe(
      `InvalidParameterException: Invalid parameter: ${message}`,
    );
    expect(local.aws.calls.at(-1)?.reason).toBeTypeOf("string");
  });
});
