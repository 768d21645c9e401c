import { describe, expect, it } from "vitest";
import { matchesWildcard } from "../../local-aws/wildcard";

describe("a pattern of IAM", () => {
  it.each([
    ["*", ""],
    ["*", "any\nlines"],
    ["ecr:*", "ecr:"],
    ["a*c", "abbc"],
    ["a*c*", "abcabd"],
    ["*a?c", "aacabc"],
    ["a.c", "a.c"],
    ["**", "a"],
  ])("%s matches %j", (pattern, value) => {
    expect(matchesWildcard(pattern, value)).toBe(true);
  });

  it.each([
    ["", "a"],
    ["?", ""],
    ["a?", "a"],
    ["a*c", "abcd"],
    ["*abc", "abcab"],
    ["a.c", "abc"],
    ["ecr:*", "ECR:GetImage"],
  ])("%s does not match %j", (pattern, value) => {
    expect(matchesWildcard(pattern, value)).toBe(false);
  });

  it("matches in any case, where that is asked for", () => {
    expect(matchesWildcard("ecr:batch*", "ECR:BatchGetImage", "case-insensitive")).toBe(true);
  });

  it("with many wildcards refuses a long value without delay", () => {
    const started = Date.now();
    expect(matchesWildcard(`${"*a".repeat(30)}b`, "a".repeat(5000))).toBe(false);
    expect(Date.now() - started).toBeLessThan(1000);
  });
});
