import type { CallContext } from "../operation";
import { type Input, on, onAnything, type Permissions, tagging, text } from "../permission";

const topic = (input: Input) => text(input, "TopicArn");
const tagged = (input: Input) => text(input, "ResourceArn");
const newTopic = (input: Input, { partition, region, accountId }: CallContext) =>
  `arn:${partition}:sns:${region}:${accountId}:${text(input, "Name")}`;
/** A subscription's ARN is that of its topic and one more part. */
const subscribedTopic = (input: Input) =>
  text(input, "SubscriptionArn").split(":").slice(0, 6).join(":");

export const snsPermissions: Readonly<Record<string, Permissions>> = {
  CreateTopic: on(newTopic, tagging("sns:TagResource", newTopic)),
  GetTopicAttributes: on(topic),
  SetTopicAttributes: on(topic),
  DeleteTopic: on(topic),
  ListTopics: onAnything,
  ListTagsForResource: on(tagged),
  TagResource: on(tagged),
  UntagResource: on(tagged),
  Subscribe: on(topic),
  ListSubscriptionsByTopic: on(topic),
  GetSubscriptionAttributes: on(subscribedTopic),
  SetSubscriptionAttributes: on(subscribedTopic),
  Unsubscribe: on(subscribedTopic),
};
