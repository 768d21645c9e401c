import { describe, expect, it } from "vitest";
import { services } from "../../local-aws/services";
import { restDifferences, valueDifferences, watchOutputs } from "./sdk-outputs";
import { sdkOperation } from "./sdk-schema";

const operation = (service: string, name: string) => {
  const found = sdkOperation(service, name);
  if (!found) throw new Error(`AWS has no ${service}:${name}.`);
  return found;
};

describe("what differs in an answer is said in a sentence", () => {
  const { output } = operation("secretsmanager", "GetSecretValue");

  it.each([
    ["a name", { Arn: "a" }, "Arn is a member here and not in AWS."],
    ["a type", { CreatedDate: "today" }, "CreatedDate is a string here and a timestamp in AWS."],
    [
      "a type in a list",
      { VersionStages: [1] },
      "VersionStages[] is a number here and a string in AWS.",
    ],
    ["a list", { VersionStages: "a" }, "VersionStages is a string here and a list in AWS."],
  ])("%s", (_, value, sentence) => {
    expect(valueDifferences(value, output)).toEqual([sentence]);
  });

  it("a required member left out", () => {
    const { output: created } = operation("iam", "CreateRole");
    expect(valueDifferences({}, created)).toEqual([
      "The output lacks Role, which AWS always answers.",
    ]);
  });

  it.each([
    [
      "a header",
      { headers: { "x-amz-etag": "a" } },
      "The header x-amz-etag is sent here and not by AWS.",
    ],
    [
      "the root of a document",
      { body: { root: "Buckets", content: {} } },
      "The root is Buckets here and ListAllMyBucketsResult in AWS.",
    ],
    [
      "a list that is not wrapped",
      { body: { root: "ListAllMyBucketsResult", content: { Buckets: [] } } },
      "Buckets is a list here and a structure in AWS.",
    ],
  ])("%s", (_, value, sentence) => {
    expect(restDifferences(value, operation("s3", "ListBuckets"))).toEqual([sentence]);
  });
});

it("answers are watched where operations give them", () => {
  const sts = services.find(({ name }) => name === "sts");
  const { GetCallerIdentity: identity } = sts?.operations ?? {};
  if (!identity) throw new Error("there is no sts:GetCallerIdentity");
  const watched = watchOutputs();
  const call = { caller: { arn: "arn", userId: 1 }, accountId: "111111111111" };
  identity.handle({} as never, call as never);
  watched.stop();
  identity.handle({} as never, { ...call, accountId: 1 } as never);
  expect([...watched.differences]).toEqual([
    "sts:GetCallerIdentity: UserId is a number here and a string in AWS.",
  ]);
});
