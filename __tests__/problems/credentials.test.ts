import { describe, expect, it } from "vitest";
import { withoutCredentials } from "../../problems/credentials";
import { shown } from "../../problems/problem";

describe("a text with a URL", () => {
  it.each([
    ["https://me:secret@ghcr.io/x", "https://***@ghcr.io/x"],
    ["https://token@ghcr.io", "https://***@ghcr.io"],
    ["s3://a@b and oci://c:d@e", "s3://***@b and oci://***@e"],
    ["https://a@b@ghcr.io", "https://***@ghcr.io"],
  ])("shows no name and no password: %s", (text, rest) => {
    expect(withoutCredentials(text)).toBe(rest);
    expect(shown(text)).toBe(JSON.stringify(rest));
  });

  it.each([
    ...["https://ghcr.io/a@b", "me@ghcr.io", "oci://image@sha256:0123", "https://a b@c", "a://@b"],
    'https://a"b@c',
  ])("is as it is without them: %s", (text) => {
    expect(withoutCredentials(text)).toBe(text);
  });
});
