import { parseArn } from "../arn";
import { AwsError } from "../aws-error";
import type { CallContext } from "../operation";
import { regionalSlot } from "../state";
import type { Tag } from "../tags";

export interface Topic {
  readonly name: string;
  readonly arn: string;
  /** The attributes that were set. SNS derives the others when it is asked for them. */
  readonly attributes: Map<string, string>;
  tags: readonly Tag[];
}

export interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly owner: string;
  readonly protocol: string;
  readonly endpoint: string;
  /** The ARN of the subscriber. */
  readonly principal: string;
  rawMessageDelivery: boolean;
}

/** The topics of one account in one Region and their subscriptions, both by ARN. */
export interface TopicStore {
  readonly topics: Map<string, Topic>;
  readonly subscriptions: Map<string, Subscription>;
}

export const topicStores = regionalSlot(
  (): TopicStore => ({
    topics: new Map(),
    subscriptions: new Map(),
  }),
);

/** The topics of the caller's account in the caller's Region. */
export function storeOf(call: CallContext): TopicStore {
  return call.state.get(topicStores, call);
}

/** @throws AwsError when there is no such topic. */
export function topicAt(arn: string, call: CallContext): Topic {
  checkArn("TopicArn", arn, call);
  const topic = storeOf(call).topics.get(arn);
  if (topic) return topic;
  throw notFound("Topic does not exist");
}

/** @throws AwsError when there is no such subscription. */
export function subscriptionAt(arn: string, call: CallContext): Subscription {
  checkArn("SubscriptionArn", arn, call);
  const subscription = storeOf(call).subscriptions.get(arn);
  if (subscription) return subscription;
  throw notFound("Subscription does not exist");
}

/** @throws AwsError when a string is not an SNS ARN in the caller's Region. */
export function checkArn(parameter: string, text: string, call: CallContext): void {
  const elements = text.split(":").length;
  if (elements < 6) {
    throw invalid(`${parameter} Reason: An ARN must have at least 6 elements, not ${elements}`);
  }
  const arn = parseArn(text);
  if (arn?.service !== "sns" || arn.region !== call.region) throw invalid(parameter);
}

/** The form in which SNS refuses a parameter. */
export function invalid(what: string, reason?: string): AwsError {
  return new AwsError(
    "InvalidParameter",
    `Invalid parameter: ${what}`,
    reason === undefined ? {} : { reason },
  );
}

function notFound(message: string): AwsError {
  return new AwsError("NotFound", message, { status: 404 });
}
