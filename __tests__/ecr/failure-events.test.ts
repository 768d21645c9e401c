import { describe, expect, it } from "vitest";
import { checkTopic, checkTopicArn, failurePattern } from "../../ecr/failure-events";
import { itAccepts, itRefuses } from "./rule";

describe("the pattern of failures", () => {
  const whole = {
    source: ["aws.ecr"],
    "detail-type": ["ECR Pull Through Cache Action"],
    detail: { "sync-status": [{ "anything-but": ["SUCCESS"] }] },
  };

  it("is about the caches under the prefixes", () => {
    expect(failurePattern(["hub", "quay/"])).toEqual({
      ...whole,
      detail: { ...whole.detail, "ecr-repository-prefix": ["hub", "quay"] },
    });
  });

  it.each([[[]], [["ROOT"]], [["hub", "ROOT"]]])("is about all caches for %j", (prefixes) => {
    expect(failurePattern(prefixes)).toEqual(whole);
  });
});

describe("the topic of an alarm", () => {
  const ARN = "arn:aws:sns:eu-west-1:111111111111:";
  itAccepts(checkTopic, ["create", { arn: `${ARN}failures` }]);

  it.each([
    [{}, "an object"],
    [{ arn: 1 }, "an object"],
    ["Create", "a string"],
    [null, "null"],
    [["create"], "a list"],
  ])("may not be %j", (topic, given) => {
    expect(checkTopic(topic)).toEqual({
      given,
      allowed: '"create", or { arn: "<ARN of an SNS topic>" }',
      fix: 'write topic: "create", or the ARN in braces',
    });
  });

  const here = (arn: string) => checkTopicArn(arn, "eu-west-1");
  itAccepts(here, [`${ARN}a`, `${ARN}Failures_of-caches1`, ARN + "a".repeat(256)]);
  itRefuses(
    here,
    {
      allowed:
        '"create", or the ARN of a standard SNS topic in eu-west-1: arn:aws:sns:eu-west-1:<account>:<name>',
      fix: 'write topic: "create", or copy the ARN from `aws sns list-topics`',
    },
    [
      ...["", ARN, `${ARN}a.fifo`, `x${ARN}a`, ARN + "a".repeat(257), `${ARN}*`],
      ...["arn:aws:sns:us-east-1:111111111111:a", "arn:aws:sns:eu-west-1:1:a"],
    ],
  );
});
