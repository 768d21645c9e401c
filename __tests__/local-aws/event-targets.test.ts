import { beforeEach, describe, expect, it } from "vitest";
import { ACCOUNT, refusal, useLocalAws } from "./fixture";

const local = useLocalAws();
const Rule = "failed-cache-actions";
const Arn = `arn:aws:sns:eu-west-1:${ACCOUNT}:a-topic-that-nobody-made`;
const target = { Id: "alarm", Arn };
const put = (...Targets: (typeof target)[]) => local.events.putTargets({ Rule, Targets });
const targets = async () => (await local.events.listTargetsByRule({ Rule })).Targets;

beforeEach(() => local.events.putRule({ Name: Rule, EventPattern: '{"source":["aws.ecr"]}' }));

describe("a target", () => {
  it("need not exist yet", async () => {
    expect(await put(target)).toMatchObject({ FailedEntryCount: 0, FailedEntries: [] });
    expect(await targets()).toEqual([target]);
  });

  it("is replaced by a target with the same id", async () => {
    await put({ ...target, Input: '"failed"' } as typeof target);
    await put(target);
    expect(await targets()).toEqual([target]);
  });

  it("survives an update of its rule, which cannot be deleted while it has targets", async () => {
    await put(target);
    await local.events.putRule({ Name: Rule, EventPattern: '{"source":["aws.s3"]}' });
    expect(await targets()).toEqual([target]);
    expect(await refusal(local.events.deleteRule({ Name: Rule, Force: true }))).toBe(
      "ValidationException: Rule can't be deleted since it has targets.",
    );
    await local.events.removeTargets({ Rule, Ids: ["alarm", "absent"] });
    await local.events.deleteRule({ Name: Rule });
    expect(local.aws.inventory()).toEqual({});
  });

  it("needs a rule", async () => {
    const missing = "ResourceNotFoundException: Rule absent does not exist on EventBus default.";
    const rule = { Rule: "absent" };
    expect(await refusal(local.events.putTargets({ ...rule, Targets: [target] }))).toBe(missing);
    expect(await refusal(local.events.removeTargets({ ...rule, Ids: ["a"] }))).toBe(missing);
    expect(await refusal(local.events.listTargetsByRule(rule))).toBe(missing);
  });

  it("is one of at most five", async () => {
    const six = ["a", "b", "c", "d", "e", "f"].map((Id) => ({ Id, Arn }));
    await put(...six.slice(1));
    expect(await refusal(put({ Id: "a", Arn }))).toBe(
      "LimitExceededException: The requested resource exceeds the maximum number allowed.",
    );
    expect(await targets()).toHaveLength(5);
  });

  it("has a valid ARN and a valid id", async () => {
    expect(await refusal(put({ ...target, Arn: "a-topic" }))).toBe(
      "ValidationException: Parameter a-topic is not valid. Reason: Provided Arn is not in correct format.",
    );
    expect(await refusal(put({ ...target, Id: "an id" }))).toBe(
      "ValidationException: 1 validation error detected: Value 'an id' at 'targets.1.member.id' failed to satisfy constraint: Member must satisfy regular expression pattern: [.\\-_A-Za-z0-9]+",
    );
  });

  it.each([
    ["a text", { Input: '"failed"' }],
    ["a part of the event", { InputPath: "$.detail" }],
    [
      "lines made of parts",
      {
        InputTransformer: {
          InputPathsMap: { repository: "$.detail.repository-name" },
          InputTemplate: '"<repository> failed"\n"see <aws.events.rule-arn>"',
        },
      },
    ],
    [
      "an object made of parts",
      { InputTransformer: { InputTemplate: '{"e":<aws.events.event>}' } },
    ],
    ["retries", { RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 } }],
  ])("may be given %s", async (_, given) => {
    await put({ ...target, ...given });
    expect(await targets()).toEqual([{ ...target, ...given }]);
  });

  it.each([
    ["failed", { Input: "failed" }, "JSON syntax error in input for target alarm."],
    [
      "two inputs",
      { Input: "{}", InputPath: "$.detail" },
      "Only one of Input, InputPath, or InputTransformer must be provided for target alarm.",
    ],
    ["no path", { InputPath: "detail" }, "Invalid InputPath for target alarm."],
    [
      "a template that names what no path fills",
      { InputTransformer: { InputTemplate: '"<repository> failed"' } },
      "InputTemplate for target alarm contains invalid placeholder repository.",
    ],
    [
      "a template that is a text without quotation marks",
      { InputTransformer: { InputTemplate: "It failed" } },
      "Invalid InputTemplate for target alarm.",
    ],
  ])("cannot be given %s", async (_, given, message) => {
    expect(await refusal(put({ ...target, ...given }))).toBe(`ValidationException: ${message}`);
    expect(await targets()).toEqual([]);
  });

  it("with parameters for one kind of target is refused, not stored in part", async () => {
    const given = { ...target, SqsParameters: { MessageGroupId: "a" } };
    expect(await refusal(put(given))).toBe(
      "NotImplementedException: local-aws does not implement the request member 'Targets.1.SqsParameters'.",
    );
  });
});
