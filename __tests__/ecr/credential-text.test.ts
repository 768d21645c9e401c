import { describe, expect, it } from "vitest";
import {
  CREDENTIAL_MUST_BE,
  findCredentialMistake,
  WRONG_CREDENTIAL_PATTERN,
} from "../../ecr/credential-text";

const BLANK = "begins or ends with a blank or a line end";
const INVISIBLE = "has a line end, a byte order mark or another invisible character in it";
const QUOTES = "has quotes around it";
const PLACEHOLDER = "is the placeholder of an example";

describe("a username or a token", () => {
  it.each([
    ...["a", "dckr_pat_0123456789", "robot$acme+pull", "_json_key", "a b", "it's", 'a"b"', '"a'],
    ...["a'", "“a", "my-your-name", "your-names", "a<b>c", "a...b", "..", "éü", "a>"],
  ])("may be %j", (text) => {
    expect(findCredentialMistake(text)).toBeUndefined();
    expect(text).not.toMatch(new RegExp(WRONG_CREDENTIAL_PATTERN, "u"));
  });

  it.each([
    ["", "is empty"],
    [" a", BLANK],
    ["a ", BLANK],
    ["\ta", BLANK],
    ["a\t", BLANK],
    ["a\n", BLANK],
    ["\na", BLANK],
    ["a\r\n", BLANK],
    ["a\v", BLANK],
    ["\fa", BLANK],
    ["\u00a0a", BLANK],
    ["a\u2003", BLANK],
    ["a\nb", INVISIBLE],
    ["a\u0000b", INVISIBLE],
    ["\ufeffa", INVISIBLE],
    ["a\u200bb", INVISIBLE],
    ["a\u2028b", INVISIBLE],
    ["a\u2029b", INVISIBLE],
    ['"a"', QUOTES],
    ['""', QUOTES],
    ["'a'", QUOTES],
    ["“a”", QUOTES],
    ["‘a’", QUOTES],
    ["your-name", PLACEHOLDER],
    ["<token>", PLACEHOLDER],
    ["dckr_pat_...", PLACEHOLDER],
    ["dckr_pat_…", PLACEHOLDER],
    ["…", PLACEHOLDER],
  ])("may not be %j: it %s", (text, mistake) => {
    expect(findCredentialMistake(text)).toBe(mistake);
    expect(text).toMatch(new RegExp(WRONG_CREDENTIAL_PATTERN, "u"));
  });

  it("is described to whoever has given another one to Terraform", () => {
    expect(CREDENTIAL_MUST_BE).toBe(
      "must be exactly as the registry has it: not empty, no placeholder of an example, without quotes around it, without blanks or line ends at its ends, and without invisible characters in it",
    );
  });
});
