import { parseArn } from "../arn";
import { notImplemented } from "../aws-error";
import type { CallContext } from "../operation";
import { checkTopicPolicy, defaultPolicy } from "./topic-policy";
import { invalid, storeOf, type Topic } from "./topic-store";

type Check = (value: string, topicArn: string, call: CallContext) => void;

/** Attributes that a topic can be given, with the refusal of a value that does not fit. */
const ATTRIBUTES: Readonly<Record<string, Check>> = {
  DisplayName: (value) => {
    if (value.length > 100) throw invalid("DisplayName", "at most 100 characters");
  },
  // The key is looked at when a message comes, not before.
  KmsMasterKeyId: () => {},
  Policy: checkTopicPolicy,
  SignatureVersion: (value) => checkOneOf("SignatureVersion", ["1", "2"], value),
  TracingConfig: (value) => checkOneOf("TracingConfig", ["PassThrough", "Active"], value),
  DeliveryPolicy: () => {
    throw notImplemented("the topic attribute DeliveryPolicy");
  },
  ...Object.assign({}, ...["Application", "Firehose", "HTTP", "Lambda", "SQS"].map(feedback)),
};

/** How SNS delivers a message, which never comes, when nobody chose otherwise. */
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

/** What becomes of deliveries is logged. Terraform's provider sets the rates of every protocol. */
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

/** Whether a topic can be given it here. */
export function isAttribute(name: string): boolean {
  return Object.hasOwn(ATTRIBUTES, name);
}

/** An empty value takes an attribute back. */
export function checkAttribute(
  name: string,
  value: string,
  topicArn: string,
  call: CallContext,
): void {
  if (value !== "") ATTRIBUTES[name]?.(value, topicArn, call);
}

/** Everything that SNS tells about a topic. */
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
