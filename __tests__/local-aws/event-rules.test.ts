import { EventBridge } from "@aws-sdk/client-eventbridge";
import { describe, expect, it } from "vitest";
import { ACCOUNT, aRole, refusal, useLocalAws } from "./fixture";

const local = useLocalAws();
const Name = "failed-cache-actions";
const arn = `arn:aws:events:eu-west-1:${ACCOUNT}:rule/${Name}`;
const failures = {
  source: ["aws.ecr"],
  "detail-type": ["ECR Pull Through Cache Action"],
  detail: { "sync-status": ["FAILED"] },
};
const EventPattern = JSON.stringify(failures);
const put = (rule: object = {}) => local.events.putRule({ Name, EventPattern, ...rule });
const missing = `ResourceNotFoundException: Rule ${Name} does not exist on EventBus default.`;

describe("an event rule", () => {
  it("is described as it was put", async () => {
    const text = ` ${EventPattern}\n`;
    expect((await put({ EventPattern: text, Description: "Failures" })).RuleArn).toBe(arn);
    expect(await local.events.describeRule({ Name })).toMatchObject({
      Name,
      Arn: arn,
      EventPattern: text,
      State: "ENABLED",
      Description: "Failures",
      EventBusName: "default",
      CreatedBy: ACCOUNT,
    });
  });

  it("loses omitted settings when it is put again, but keeps its tags", async () => {
    await put({ Description: "Failures", State: "DISABLED", Tags: [{ Key: "a", Value: "1" }] });
    await put({ Tags: [{ Key: "b", Value: "2" }] });
    const rule = await local.events.describeRule({ Name });
    expect([rule.Description, rule.State]).toEqual([undefined, "ENABLED"]);
    const { Tags } = await local.events.listTagsForResource({ ResourceARN: arn });
    expect(Tags).toEqual([{ Key: "a", Value: "1" }]);
  });

  it("is enabled and disabled", async () => {
    await put();
    await local.events.disableRule({ Name });
    expect((await local.events.describeRule({ Name })).State).toBe("DISABLED");
    await local.events.enableRule({ Name, EventBusName: "default" });
    expect((await local.events.describeRule({ Name })).State).toBe("ENABLED");
  });

  it("that does not exist is not found, but can be deleted", async () => {
    expect(await refusal(local.events.describeRule({ Name }))).toBe(missing);
    expect(await refusal(local.events.enableRule({ Name }))).toBe(missing);
    expect(await refusal(local.events.deleteRule({ Name }))).toBe("accepted");
  });

  it("exists in its own Region only, and is listed by a prefix of its name", async () => {
    await put();
    await put({ Name: "another" });
    const names = async (events: EventBridge, NamePrefix?: string) =>
      (await events.listRules({ NamePrefix })).Rules?.map((rule) => rule.Name);
    expect(await names(local.events)).toEqual(["another", Name]);
    expect(await names(local.events, "failed-")).toEqual([Name]);
    expect(await names(new EventBridge(local.config("us-east-1")))).toEqual([]);
  });

  it("that does not exist has no tags", async () => {
    expect(await refusal(local.events.listTagsForResource({ ResourceARN: arn }))).toBe(missing);
  });

  it("is in the inventory until it is deleted", async () => {
    await put();
    expect(local.aws.inventory()[ACCOUNT]?.["eu-west-1"]?.eventRules).toMatchObject([
      { name: Name, eventPattern: failures, targets: [] },
    ]);
    await local.events.deleteRule({ Name });
    expect(local.aws.inventory()).toEqual({});
  });

  it.each([["rate(1 minute)"], ["rate(5 minutes)"], ["cron(0 12 * * ? *)"]])(
    "may run on the schedule %s",
    async (ScheduleExpression) => {
      expect(await refusal(local.events.putRule({ Name, ScheduleExpression }))).toBe("accepted");
    },
  );

  it.each([["rate(1 minutes)"], ["rate(5 minute)"], ["cron(0 12 * * ?)"], ["daily"]])(
    "refuses the schedule %s",
    async (ScheduleExpression) => {
      expect(await refusal(put({ ScheduleExpression }))).toBe(
        "ValidationException: Parameter ScheduleExpression is not valid.",
      );
    },
  );

  it("needs a pattern or a schedule", async () => {
    expect(await refusal(local.events.putRule({ Name }))).toBe(
      "ValidationException: Parameter(s) EventPattern or ScheduleExpression must be specified.",
    );
  });

  it.each([
    ["a name", "Member must satisfy regular expression pattern: [.\\-_A-Za-z0-9]+"],
    ["r".repeat(65), "Member must have length less than or equal to 64"],
  ])("refuses the name %s", async (name, constraint) => {
    expect(await refusal(put({ Name: name }))).toBe(
      `ValidationException: 1 validation error detected: Value '${name}' at 'name' failed to satisfy constraint: ${constraint}`,
    );
  });

  it("belongs to the default event bus, by name or by ARN", async () => {
    const bus = `arn:aws:events:eu-west-1:${ACCOUNT}:event-bus`;
    expect(await refusal(put({ EventBusName: `${bus}/default` }))).toBe("accepted");
    for (const EventBusName of ["orders", `${bus}/orders`]) {
      expect(await refusal(put({ EventBusName }))).toBe(
        "ResourceNotFoundException: Event bus orders does not exist.",
      );
    }
  });

  it("refuses a role that EventBridge cannot assume", async () => {
    const absent = `arn:aws:iam::${ACCOUNT}:role/absent`;
    const RoleArn = await aRole(local.iam, "ecr.amazonaws.com");
    for (const arn of [absent, RoleArn]) {
      expect(await refusal(put({ RoleArn: arn }))).toBe(
        `ValidationException: Provided role '${arn}' cannot be assumed by principal 'events.amazonaws.com'.`,
      );
    }
    const trusting = await aRole(local.iam, "events.amazonaws.com", "trusting");
    expect(await refusal(put({ RoleArn: trusting }))).toBe("accepted");
  });
});
