import type { CallContext } from "../operation";
import {
  type Input,
  on,
  onAllResources,
  type Permissions,
  stringMember,
  tagging,
} from "../permission";

const topic = (input: Input) => stringMember(input, "TopicArn");
const tagged = (input: Input) => stringMember(input, "ResourceArn");
const newTopic = (input: Input, { partition, region, accountId }: CallContext) =>
  `arn:${partition}:sns:${region}:${accountId}:${stringMember(input, "Name")}`;
/** The ARN of a subscription is the ARN of its topic with one more part. */
const subscribedTopic = (input: Input) =>
  stringMember(input, "SubscriptionArn").split(":").slice(0, 6).join(":");

export const snsPermissions: Readonly<Record<string, Permissions>> = {
  CreateTopic: on(newTopic, tagging("sns:TagResource", newTopic)),
  GetTopicAttributes: on(topic),
  SetTopicAttributes: on(topic),
  DeleteTopic: on(topic),
  ListTopics: onAllResources,
  ListTagsForResource: on(tagged),
  TagResource: on(tagged),
  UntagResource: on(tagged),
  Subscribe: on(topic),
  ListSubscriptionsByTopic: on(topic),
  GetSubscriptionAttributes: on(subscribedTopic),
  SetSubscriptionAttributes: on(subscribedTopic),
  Unsubscribe: on(subscribedTopic),
};
