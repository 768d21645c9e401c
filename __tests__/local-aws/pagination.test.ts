import { beforeEach, describe, expect, it } from "vitest";
import { aRole, refusal, useLocalAws } from "./fixture";

const local = useLocalAws();
const SecretId = "a-secret";
const TopicArn = "arn:aws:sns:eu-west-1:111111111111:a-topic";

beforeEach(async () => {
  await local.secrets.createSecret({ Name: SecretId });
  await local.sns.createTopic({ Name: "a-topic" });
  await local.events.putRule({ Name: "a-rule", ScheduleExpression: "rate(1 day)" });
  await aRole(local.iam, "ecr.amazonaws.com");
});

/** What decodes to nothing, to no position, to the first page, and to a position in another form. */
const FORGED = ["!", "bm9uZQ==", "MA==", "MQ"];

describe.each(FORGED)("the token %s, which AWS did not issue, is refused", (token) => {
  const ecr =
    "InvalidParameterException: Invalid parameter at 'nextToken' failed to satisfy constraint: 'the token is not valid'";
  const secrets = "InvalidNextTokenException: The NextToken value is invalid.";
  const sns = "InvalidParameterException: Invalid parameter: NextToken";
  const events = "ValidationException: Parameter NextToken is not valid.";

  const calls: [string, () => Promise<unknown>, string][] = [
    ["rules of ECR", () => local.ecr.describePullThroughCacheRules({ nextToken: token }), ecr],
    ["templates", () => local.ecr.describeRepositoryCreationTemplates({ nextToken: token }), ecr],
    ["repositories", () => local.ecr.describeRepositories({ nextToken: token }), ecr],
    ["secrets", () => local.secrets.listSecrets({ NextToken: token }), secrets],
    ["versions", () => local.secrets.listSecretVersionIds({ SecretId, NextToken: token }), secrets],
    ["topics", () => local.sns.listTopics({ NextToken: token }), sns],
    [
      "subscriptions",
      () => local.sns.listSubscriptionsByTopic({ TopicArn, NextToken: token }),
      sns,
    ],
    ["rules of EventBridge", () => local.events.listRules({ NextToken: token }), events],
    ["targets", () => local.events.listTargetsByRule({ Rule: "a-rule", NextToken: token }), events],
    ["roles", () => local.iam.listRoles({ Marker: token }), "ValidationError: Invalid Marker."],
  ];

  it.each(calls)("by the list of %s", async (_, call, expected) => {
    expect(await refusal(call())).toBe(expected);
  });
});
