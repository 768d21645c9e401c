import { notImplemented } from "../aws-error";
import { type CallContext, changes, reads } from "../operation";
import { page } from "../pagination";
import { map, string, structure } from "../shape";
import { checkTags, type Tag, tagList } from "../tags";
import { checkAttribute, isAttribute, topicAttributes } from "./topic-attributes";
import { checkArn, invalid, storeOf, type Topic, topicAt } from "./topic-store";
import { topicTagErrors } from "./topic-tags";

const oneTopic = structure({ TopicArn: string() }, ["TopicArn"]);

export const topicOperations = {
  /** Returns an existing topic if its attributes and tags are the same. */
  CreateTopic: changes(
    structure({ Name: string(), Attributes: map(string(), string()), Tags: tagList }, ["Name"]),
    (input, call) => {
      const { Name: name, Attributes = {}, Tags = [] } = input;
      if (name.endsWith(".fifo")) throw notImplemented("FIFO topics");
      if (!/^[A-Za-z0-9_-]{1,256}$/.test(name)) throw invalid("Topic Name");
      const arn = `arn:${call.partition}:sns:${call.region}:${call.accountId}:${name}`;
      for (const [attribute, value] of Object.entries(Attributes)) {
        if (!isAttribute(attribute)) {
          throw invalid(`Attributes Reason: Unknown attribute ${attribute}`);
        }
        checkAttribute(attribute, value, arn, call);
      }
      checkTags(Tags, topicTagErrors);
      const existing = storeOf(call).topics.get(arn);
      if (existing) {
        checkSame(existing, Attributes, Tags, call);
      } else {
        const attributes = new Map(Object.entries(Attributes));
        storeOf(call).topics.set(arn, { name, arn, attributes, tags: Tags });
      }
      return { TopicArn: arn };
    },
  ),

  GetTopicAttributes: reads(oneTopic, (input, call) => ({
    Attributes: topicAttributes(topicAt(input.TopicArn, call), call),
  })),

  SetTopicAttributes: changes(
    structure({ TopicArn: string(), AttributeName: string(), AttributeValue: string() }, [
      "TopicArn",
      "AttributeName",
    ]),
    (input, call) => {
      const { AttributeName: name, AttributeValue: value = "" } = input;
      const topic = topicAt(input.TopicArn, call);
      if (!isAttribute(name)) throw invalid("AttributeName");
      checkAttribute(name, value, topic.arn, call);
      if (value === "") topic.attributes.delete(name);
      else topic.attributes.set(name, value);
      return undefined;
    },
  ),

  /** Succeeds even if there is no such topic. Deletes the subscriptions as well. */
  DeleteTopic: changes(oneTopic, (input, call) => {
    checkArn("TopicArn", input.TopicArn, call);
    const { topics, subscriptions } = storeOf(call);
    topics.delete(input.TopicArn);
    for (const { arn, topicArn } of subscriptions.values()) {
      if (topicArn === input.TopicArn) subscriptions.delete(arn);
    }
    return undefined;
  }),

  ListTopics: reads(structure({ NextToken: string() }), (input, call) => {
    const arns = [...storeOf(call).topics.keys()].sort();
    const { items, nextToken } = page(arns, 100, input.NextToken, () => invalid("NextToken"));
    return { Topics: items.map((TopicArn) => ({ TopicArn })), NextToken: nextToken };
  }),
};

function checkSame(
  topic: Topic,
  attributes: Readonly<Record<string, string>>,
  tags: readonly Tag[],
  call: CallContext,
): void {
  const current = topicAttributes(topic, call);
  if (Object.entries(attributes).some(([name, value]) => current.get(name) !== value)) {
    throw invalid("Attributes Reason: Topic already exists with different attributes");
  }
  const has = (tag: Tag) =>
    topic.tags.some(({ Key, Value }) => Key === tag.Key && Value === tag.Value);
  if (!tags.every(has)) {
    throw invalid("Tags Reason: Topic already exists with different tags");
  }
}
