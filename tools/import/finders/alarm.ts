import { unlessAbsent } from "../../aws/unless-absent";
import { found, missing, unknown } from "../finding";
import type { Finder } from "../wanted";

const topic: Finder = {
  id: "the topic's ARN",
  async find(wanted, { sns, accountId, partition, region }) {
    const arn = `arn:${partition}:sns:${region}:${accountId}:${await wanted.text("name")}`;
    const answer = await unlessAbsent(
      "NotFoundException",
      sns.getTopicAttributes({ TopicArn: arn }),
    );
    return answer ? found(arn, { arn }) : missing();
  },
};

/** Every topic has a policy: SNS writes one for the owner when the topic is created. */
const topicPolicy: Finder = {
  id: "the topic's ARN",
  async find(wanted, { sns }) {
    const arn = await wanted.text("arn");
    const answer = await unlessAbsent(
      "NotFoundException",
      sns.getTopicAttributes({ TopicArn: arn }),
    );
    return answer?.Attributes?.["Policy"] ? found(arn) : missing();
  },
};

const rule: Finder = {
  id: "the rule's name",
  async find(wanted, { events }) {
    const name = await wanted.text("name");
    const answer = await unlessAbsent(
      "ResourceNotFoundException",
      events.describeRule({ Name: name }),
    );
    return answer ? found(name, { arn: answer.Arn ?? "" }) : missing();
  },
};

/** Terraform generates the id of a target, so a target is recognized by what it sends to. */
const target: Finder = {
  id: "the rule's name, a slash, the target's id",
  async find(wanted, { events }) {
    const Rule = await wanted.text("rule");
    const arn = await wanted.text("arn");
    // A rule has at most five targets, and a page of results up to a hundred.
    const answer = await unlessAbsent(
      "ResourceNotFoundException",
      events.listTargetsByRule({ Rule }),
    );
    const ids = (answer?.Targets ?? []).filter(({ Arn }) => Arn === arn).map(({ Id }) => Id ?? "");
    const [id, ...others] = ids;
    if (id === undefined) return missing();
    if (others.length === 0) return found(`${Rule}/${id}`);
    return unknown(`the rule ${Rule} has several targets that send to ${arn}: ${ids.join(", ")}`);
  },
};

export const alarmFinders = {
  aws_cloudwatch_event_rule: rule,
  aws_cloudwatch_event_target: target,
  aws_sns_topic: topic,
  aws_sns_topic_policy: topicPolicy,
};
