import { describe, expect, it } from "vitest";
import { refusal, useLocalAws } from "./fixture";

const local = useLocalAws();
const put = (EventPattern: string) => local.events.putRule({ Name: "a-rule", EventPattern });
const field = (...matches: unknown[]) => JSON.stringify({ detail: { field: matches } });

describe("an event pattern", () => {
  it.each([
    ["plain values", field("FAILED", 1, true, null)],
    ["a beginning and an end", field({ prefix: "docker-" }, { suffix: "/nginx" })],
    ["a beginning in any letters", field({ prefix: { "equals-ignore-case": "Docker" } })],
    ["any letters", field({ "equals-ignore-case": "failed" })],
    ["a wildcard", field({ wildcard: "docker-hub/*" })],
    ["presence and absence", field({ exists: true }, { exists: false })],
    ["anything but a value, several, or a beginning", field({ "anything-but": "a" })],
    ["anything but several", field({ "anything-but": ["a", "b"] })],
    ["anything but a beginning", field({ "anything-but": { prefix: ["a", "b"] } })],
    ["numbers", field({ numeric: [">", 0, "<=", 5] }, { numeric: ["=", 7] })],
    ["addresses", field({ cidr: "10.0.0.0/24" }, { cidr: "2001:db8::/32" })],
    ["alternatives", JSON.stringify({ $or: [{ source: ["a"] }, { detail: { b: ["c"] } }] })],
  ])("may name %s", async (_, pattern) => {
    expect(await refusal(put(pattern))).toBe("accepted");
  });

  it.each([
    ["{", "Filter is not valid JSON"],
    ['["aws.ecr"]', "Filter is not an object"],
    ["{}", "Empty objects are not allowed"],
    ['{"source":"aws.ecr"}', '"source" must be an object or an array'],
    ['{"source":[]}', "Empty arrays are not allowed"],
    [field(["a"]), "Match value must be String, number, true, false, or null"],
    [field({ prefix: "a", suffix: "b" }), "Only one key allowed in match expression"],
    [field({}), "Only one key allowed in match expression"],
    [field({ begins: "a" }), "Unrecognized match type begins"],
    [field({ constructor: "a" }), "Unrecognized match type constructor"],
    [field({ prefix: 1 }), "prefix match pattern must be a string"],
    [field({ "equals-ignore-case": ["a"] }), "equals-ignore-case match pattern must be a string"],
    [field({ wildcard: "a**" }), "Consecutive wildcard characters at pos 2"],
    [field({ exists: "true" }), "exists match pattern must be either true or false."],
    [
      field({ "anything-but": null }),
      "Value of anything-but must be an array or single string/number value.",
    ],
    [field({ "anything-but": { numeric: ["=", 1] } }), "Unsupported anything-but pattern: numeric"],
    [field({ numeric: 1 }), "Value of numeric must be an array."],
    [field({ numeric: ["==", 1] }), "Unrecognized numeric range operator: =="],
    [field({ numeric: ["<", "1"] }), "Value of < must be numeric"],
    [field({ numeric: ["<", 1, "<", 2] }), "Too many elements in numeric expression"],
    [field({ numeric: [">", 1, "=", 2] }), "Bad numeric range operator: ="],
    [field({ numeric: [">", 2, "<", 1] }), "Bottom must be less than top"],
    [field({ cidr: "10.0.0.0" }), "Malformed CIDR, one '/' required"],
    [field({ cidr: "10.0.0/8" }), "Nonstandard IP address: 10.0.0"],
    ['{"$or":["a"]}', "Filter is not an object"],
  ])("%s is refused", async (pattern, reason) => {
    expect(await refusal(put(pattern))).toBe(
      `InvalidEventPatternException: Event pattern is not valid. Reason: ${reason}`,
    );
    expect(local.aws.inventory()).toEqual({});
  });

  it("has at most 4096 characters", async () => {
    const pattern = field("a".repeat(4096));
    expect(await refusal(put(pattern))).toMatch(
      /^ValidationException: 1 validation error detected: .* at 'eventPattern' failed to satisfy constraint: Member must have length less than or equal to 4096$/,
    );
  });
});
