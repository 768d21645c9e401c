import { beforeEach, describe, expect, it } from "vitest";
import { ACCOUNT, refusal, useLocalAws } from "./fixture";

const local = useLocalAws();
const TopicArn = `arn:aws:sns:eu-west-1:${ACCOUNT}:cache-alarm`;
const subscribe = (Protocol = "email", Endpoint = "someone@example.com", others: object = {}) =>
  local.sns.subscribe({
    TopicArn,
    Protocol,
    Endpoint,
    ReturnSubscriptionArn: true,
    ...others,
  });
const invalid = (what: string) => `InvalidParameterException: Invalid parameter: ${what}`;

beforeEach(() => local.sns.createTopic({ Name: "cache-alarm" }));

describe("a subscription", () => {
  it("is pending confirmation", async () => {
    const { SubscriptionArn = "" } = await subscribe();
    expect(SubscriptionArn).toMatch(new RegExp(`^${TopicArn}:[0-9a-f-]{36}$`));
    const { Attributes } = await local.sns.getSubscriptionAttributes({ SubscriptionArn });
    expect(Attributes).toEqual({
      SubscriptionArn,
      TopicArn,
      Owner: ACCOUNT,
      Protocol: "email",
      Endpoint: "someone@example.com",
      SubscriptionPrincipal: `arn:aws:iam::${ACCOUNT}:user/local-aws`,
      RawMessageDelivery: "false",
      PendingConfirmation: "true",
      ConfirmationWasAuthenticated: "false",
    });
    const topic = await local.sns.getTopicAttributes({ TopicArn });
    expect(topic.Attributes?.SubscriptionsPending).toBe("1");
  });

  it("has an ARN that is returned on request only", async () => {
    const told = await subscribe("email", undefined, { ReturnSubscriptionArn: false });
    expect(told.SubscriptionArn).toBe("pending confirmation");
    const { Subscriptions } = await local.sns.listSubscriptionsByTopic({ TopicArn });
    expect(Subscriptions).toEqual([
      {
        SubscriptionArn: "PendingConfirmation",
        Owner: ACCOUNT,
        Protocol: "email",
        Endpoint: "someone@example.com",
        TopicArn,
      },
    ]);
  });

  it("of the same endpoint is the same, and has the same attributes", async () => {
    const first = await subscribe("https", "https://example.com/hook");
    expect(await subscribe("https", "https://example.com/hook")).toMatchObject({
      SubscriptionArn: first.SubscriptionArn,
    });
    const Attributes = { RawMessageDelivery: "true" };
    expect(await refusal(subscribe("https", "https://example.com/hook", { Attributes }))).toBe(
      invalid("Attributes Reason: Subscription already exists with different attributes"),
    );
  });

  it("by HTTPS can use raw message delivery", async () => {
    const { SubscriptionArn } = await subscribe("https", "https://example.com/hook");
    const set = (AttributeName: string, AttributeValue: string) =>
      local.sns.setSubscriptionAttributes({ SubscriptionArn, AttributeName, AttributeValue });
    await set("RawMessageDelivery", "true");
    const { Attributes } = await local.sns.getSubscriptionAttributes({ SubscriptionArn });
    expect(Attributes?.RawMessageDelivery).toBe("true");
    expect(await refusal(set("Colour", "red"))).toBe(invalid("AttributeName"));
    expect(await refusal(set("FilterPolicy", "{}"))).toBe(
      "NotImplementedException: local-aws does not implement the subscription attribute FilterPolicy.",
    );
  });

  it("that is pending cannot be removed, but is deleted with its topic", async () => {
    const { SubscriptionArn } = await subscribe();
    expect(await refusal(local.sns.unsubscribe({ SubscriptionArn }))).toBe(
      invalid(
        "SubscriptionArn Reason: Cannot unsubscribe a subscription that is pending confirmation",
      ),
    );
    await local.sns.deleteTopic({ TopicArn });
    expect(await refusal(local.sns.getSubscriptionAttributes({ SubscriptionArn }))).toBe(
      "NotFoundException: Subscription does not exist",
    );
    expect(local.aws.inventory()).toEqual({});
  });

  it("needs a topic", async () => {
    expect(await refusal(subscribe("email", undefined, { TopicArn: `${TopicArn}-2` }))).toBe(
      "NotFoundException: Topic does not exist",
    );
  });

  it("is named by an ARN", async () => {
    const call = local.sns.getSubscriptionAttributes({ SubscriptionArn: "pending confirmation" });
    expect(await refusal(call)).toBe(
      invalid("SubscriptionArn Reason: An ARN must have at least 6 elements, not 1"),
    );
  });

  it.each([
    ["email", "someone", "Email address"],
    ["email", "one@example.com;two@example.com", "Email address"],
    ["https", "http://example.com", "Endpoint must match the specified protocol"],
    ["https", "https://", "Endpoint"],
    ["pigeon", "home", "Amazon SNS does not support this protocol string: pigeon"],
  ])("by %s to %s is refused", async (protocol, endpoint, message) => {
    expect(await refusal(subscribe(protocol, endpoint))).toBe(invalid(message));
  });

  it.each([
    [
      { RawMessageDelivery: "true" },
      "RawMessageDelivery: Delivery protocol [email] does not support raw message delivery.",
    ],
    [
      { RawMessageDelivery: "yes" },
      "RawMessageDelivery: Invalid value [yes]. Must be true or false.",
    ],
    [{ Colour: "red" }, "Unknown attribute: Colour"],
  ])("by email with %j is refused", async (Attributes, reason) => {
    expect(await refusal(subscribe("email", undefined, { Attributes }))).toBe(
      invalid(`Attributes Reason: ${reason}`),
    );
  });

  it("by a protocol that is not implemented is refused", async () => {
    expect(await refusal(subscribe("sms", "+15555550100"))).toBe(
      "NotImplementedException: local-aws does not implement subscriptions by sms.",
    );
  });
});
