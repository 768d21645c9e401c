import { parseArn } from "../arn";
import { notImplemented } from "../aws-error";
import type { CallContext } from "../operation";
import { checkTopicPolicy, defaultPolicy } from "./topic-policy";
import { invalid, storeOf, type Topic } from "./topic-store";

type Check = (value: string, topicArn: string, call: CallContext) => void;

/** The attributes that can be set, each with a check of its value. */
const ATTRIBUTES: Readonly<Record<string, Check>> = {
  DisplayName: (value) => {
    if (value.length > 100) throw invalid("DisplayName", "at most 100 characters");
  },
  // SNS does not validate the key until a message is published.
  KmsMasterKeyId: () => {},
  Policy: checkTopicPolicy,
  SignatureVersion: (value) => checkOneOf("SignatureVersion", ["1", "2"], value),
  TracingConfig: (value) => checkOneOf("TracingConfig", ["PassThrough", "Active"], value),
  DeliveryPolicy: () => {
    throw notImplemented("the topic attribute DeliveryPolicy");
  },
  ...Object.assign({}, ...["Application", "Firehose", "HTTP", "Lambda", "SQS"].map(feedback)),
};

/** The default delivery policy of SNS. */
const EFFECTIVE_DELIVERY_POLICY = JSON.stringify({
  http: {
    defaultHealthyRetryPolicy: {
      minDelayTarget: 20,
      maxDelayTarget: 20,
      numRetries: 3,
      numMaxDelayRetries: 0,
      numNoDelayRetries: 0,
      numMinDelayRetries: 0,
      backoffFunction: "linear",
    },
    disableSubscriptionOverrides: false,
    defaultRequestPolicy: { headerContentType: "text/plain; charset=UTF-8" },
  },
});

/** Delivery status logging. Terraform's provider sets the sample rate of every protocol. */
function feedback(protocol: string): Record<string, Check> {
  const role: Check = (value) => {
    if (parseArn(value)?.service !== "iam") throw invalid("AttributeValue", "not a role's ARN");
  };
  return {
    [`${protocol}SuccessFeedbackRoleArn`]: role,
    [`${protocol}FailureFeedbackRoleArn`]: role,
    [`${protocol}SuccessFeedbackSampleRate`]: (value) => {
      if (!/^(\d{1,2}|100)$/.test(value)) throw invalid("AttributeValue", "not from 0 to 100");
    },
  };
}

/** Whether this server allows an attribute to be set. */
export function isAttribute(name: string): boolean {
  return Object.hasOwn(ATTRIBUTES, name);
}

/** An empty value removes an attribute. */
export function checkAttribute(
  name: string,
  value: string,
  topicArn: string,
  call: CallContext,
): void {
  if (value !== "") ATTRIBUTES[name]?.(value, topicArn, call);
}

/** All attributes of a topic, including those that SNS derives. */
export function topicAttributes(topic: Topic, call: CallContext): Map<string, string> {
  const subscribed = [...storeOf(call).subscriptions.values()].filter(
    ({ topicArn }) => topicArn === topic.arn,
  );
  return new Map([
    ["TopicArn", topic.arn],
    ["Owner", call.accountId],
    ["DisplayName", ""],
    ["Policy", defaultPolicy(topic.arn, call.accountId)],
    ["EffectiveDeliveryPolicy", EFFECTIVE_DELIVERY_POLICY],
    ["SubscriptionsPending", String(subscribed.length)],
    ["SubscriptionsConfirmed", "0"],
    ["SubscriptionsDeleted", "0"],
    ...topic.attributes,
  ]);
}

function checkOneOf(name: string, values: readonly string[], value: string): void {
  if (!values.includes(value)) throw invalid(name, `one of ${values.join(", ")}`);
}
