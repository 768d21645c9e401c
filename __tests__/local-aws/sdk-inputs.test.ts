import { describe, expect, it } from "vitest";
import type { RestOperation } from "../../local-aws/protocol/rest-operation";
import { services } from "../../local-aws/services";
import { integer, list, string, structure } from "../../local-aws/shape";
import { bindingDifferences, inputDifferences } from "./sdk-inputs";
import { sdkOperation } from "./sdk-schema";

const operations = services.flatMap((service) =>
  Object.entries(service.operations).map(([name, operation]) => ({
    call: `${service.name}:${name}`,
    operation,
    sdk: sdkOperation(service.name, name),
  })),
);

describe("a request is read as the AWS SDK writes it: members, types, which are required", () => {
  it.each(operations)("$call", ({ operation, sdk }) => {
    if (!sdk) throw new Error("AWS has no operation of this name.");
    expect(inputDifferences(operation.input, sdk.input)).toEqual([]);
  });
});

describe("S3 finds members where the AWS SDK puts them", () => {
  it.each(operations.filter(({ call }) => call.startsWith("s3:")))(
    "$call",
    ({ operation, sdk }) => {
      if (!sdk) throw new Error("AWS has no operation of this name.");
      expect(bindingDifferences((operation as RestOperation).http, sdk)).toEqual([]);
    },
  );
});

describe("what differs is said in a sentence", () => {
  const createSecret = sdkOperation("secretsmanager", "CreateSecret")?.input;
  const tag = structure({ Key: string(), Value: string() });

  it.each([
    [
      "a name",
      structure({ Name: string(), Label: string() }, ["Name"]),
      "Label is a member here and not in AWS.",
    ],
    [
      "a type",
      structure({ Name: integer() }, ["Name"]),
      "Name is a number here and a string in AWS.",
    ],
    [
      "a type in a list",
      structure({ Name: string(), Tags: list(string()) }, ["Name"]),
      "Tags[] is a string here and a structure in AWS.",
    ],
    [
      "a name in a list",
      structure({ Name: string(), Tags: list(structure({ Name: string() })) }, ["Name"]),
      "Tags[].Name is a member here and not in AWS.",
    ],
    [
      "a member that is not required",
      structure({ Name: string() }),
      "Name is optional here and required by AWS.",
    ],
    [
      "a member that is required",
      structure({ Name: string(), Tags: list(tag) }, ["Name", "Tags"]),
      "Tags is required here and optional in AWS.",
    ],
    [
      "a required member left out",
      structure({ Tags: list(tag) }),
      "The input lacks Name, which AWS requires.",
    ],
  ])("%s", (_, input, sentence) => {
    if (!createSecret) throw new Error("AWS has no CreateSecret.");
    expect(inputDifferences(input, createSecret)).toEqual([sentence]);
  });
});
