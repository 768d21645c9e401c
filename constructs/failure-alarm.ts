import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { checkTopic, checkTopicArn, failurePattern } from "../ecr/failure-events";
import { checkAlarmName, failuresName } from "../ecr/stack-names";
import { named } from "./address";
import { callerIdentity } from "./caller-identity";
import { type FormOf, hasForm } from "./form";
import { check } from "./problems";
import { checkedStackId, checkPrefixes, checkRegion } from "./registry-props";

export interface FailureAlarmProps {
  /** The Region of the registry. */
  readonly region: string;
  /** The prefixes of the caches. Failures of other caches of the registry are not reported. */
  readonly prefixes: readonly string[];
  /**
   * Where failures are published: "create" creates a topic; the ARN names an existing one in the same
   * Region, whose policy allows EventBridge to publish.
   */
  readonly topic: "create" | { readonly arn: string };
}

/** What each of the properties may be, for an app without a type check. */
export const FAILURE_ALARM: FormOf<Pick<FailureAlarmProps, "topic">> = {
  shape: { topic: checkTopic },
  required: ["topic"],
};

/**
 * Publishes to an Amazon SNS topic when ECR could not import or refresh an image, because a token has
 * expired, the account is throttled or the upstream is down. Cached tags are still served, so that
 * without the alarm nobody would notice until somebody needs a tag that is not cached.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html
 */
export class FailureAlarm extends Construct {
  constructor(scope: Construct, id: string, props: FailureAlarmProps) {
    super(scope, id);
    const { topic } = props;
    const region = checkRegion(this, props.region);
    const prefixes = checkPrefixes(this, props.prefixes);
    if (!hasForm(this, { topic }, FAILURE_ALARM, "failureAlarm")) return;
    const stackId = checkedStackId(this, (id) => checkAlarmName(id, topic === "create"));
    const name = failuresName(stackId, region);
    const rule = named(
      "ecr_cache_failures",
      new CloudwatchEventRule(this, "rule", {
        name,
        description: "Imports and refreshes of the ECR pull-through cache that failed.",
        eventPattern: JSON.stringify(failurePattern(prefixes)),
      }),
    );
    const topicArn = topic === "create" ? this.topic(name, rule) : topic.arn;
    check(this, "failureAlarm.topic", topicArn, (arn) => checkTopicArn(arn, region));
    named(
      "ecr_cache_failures",
      new CloudwatchEventTarget(this, "target", { rule: rule.name, arn: topicArn }),
    );
  }

  private topic(name: string, rule: CloudwatchEventRule): string {
    const topic = named("ecr_cache_failures", new SnsTopic(this, "topic", { name }));
    const { accountId } = callerIdentity(this);
    named(
      "ecr_cache_failures",
      new SnsTopicPolicy(this, "topic-policy", {
        arn: topic.arn,
        policy: Fn.jsonencode({
          Version: "2012-10-17",
          Statement: [
            {
              Sid: "PublishFailures",
              Effect: "Allow",
              Principal: { Service: "events.amazonaws.com" },
              Action: "sns:Publish",
              Resource: topic.arn,
              Condition: {
                ArnEquals: { "aws:SourceArn": rule.arn },
                StringEquals: { "aws:SourceAccount": accountId },
              },
            },
          ],
        }),
      }),
    );
    return topic.arn;
  }
}
