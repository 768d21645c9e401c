import { describe, expect, it } from "vitest";
import { FailureAlarm } from "../../constructs/failure-alarm";
import { template } from "../template";

const ARN = "arn:aws:sns:eu-west-1:111111111111:failures";

const alarm = (topic: "create" | { readonly arn: string }, region = "eu-west-1") =>
  template((stack) => {
    new FailureAlarm(stack, "alarm", { region, prefixes: ["hub"], topic });
  });

describe("an alarm for failed imports", () => {
  it("watches the caches of the stack", () => {
    const rule = alarm("create").resource("aws_cloudwatch_event_rule", "ecr_cache_failures");
    expect(rule).toMatchObject({
      name: "stack-eu-west-1-failures",
      description: "Imports and refreshes of the ECR pull-through cache that failed.",
    });
    expect(JSON.parse(String(rule["event_pattern"]))).toMatchObject({
      detail: { "ecr-repository-prefix": ["hub"] },
    });
  });

  it("publishes to a topic that exists, and creates none", () => {
    const { addresses, problems, resource } = alarm({ arn: ARN });
    expect(problems).toEqual([]);
    expect(addresses).toEqual([
      "aws_cloudwatch_event_rule.ecr_cache_failures",
      "aws_cloudwatch_event_target.ecr_cache_failures",
    ]);
    expect(resource("aws_cloudwatch_event_target", "ecr_cache_failures")).toEqual({
      arn: ARN,
      rule: "${aws_cloudwatch_event_rule.ecr_cache_failures.name}",
    });
  });

  it("publishes to a topic of its own, to which nothing but its rule may publish", () => {
    const { resource } = alarm("create");
    expect(resource("aws_sns_topic", "ecr_cache_failures")).toEqual({
      name: "stack-eu-west-1-failures",
    });
    expect(resource("aws_sns_topic_policy", "ecr_cache_failures")).toEqual({
      arn: "${aws_sns_topic.ecr_cache_failures.arn}",
      policy:
        '${jsonencode({"Version" = "2012-10-17", "Statement" = [{"Sid" = "PublishFailures", "Effect" = "Allow", "Principal" = {"Service" = "events.amazonaws.com"}, "Action" = "sns:Publish", "Resource" = aws_sns_topic.ecr_cache_failures.arn, "Condition" = {"ArnEquals" = {"aws:SourceArn" = aws_cloudwatch_event_rule.ecr_cache_failures.arn}, "StringEquals" = {"aws:SourceAccount" = data.aws_caller_identity.current.account_id}}}]})}',
    });
  });

  it("refuses a topic of another Region", () => {
    expect(alarm({ arn: ARN.replace("eu-west-1", "us-east-1") }).problems).toEqual([
      expect.stringMatching(/^\[stack\/alarm\] failureAlarm\.topic = "arn:aws:sns:us-east-1:/),
    ]);
  });
});
