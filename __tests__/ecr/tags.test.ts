import { describe, expect, it } from "vitest";
import { checkTags } from "../../ecr/tags";

const ALLOWED =
  "at most 50 tags: keys of 1 to 128 and values of 1 to 256 letters, digits, blanks or _.:/=+-@, no key beginning with aws:";

const many = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, "v"]));

describe("tags", () => {
  it.each([
    {},
    { team: "platform" },
    { "a é_.:/=+-@1": "b é_.:/=+-@2" },
    { ["k".repeat(128)]: "v".repeat(256) },
    { "my-aws:": "v" },
    many(50),
  ])("may be %j", (tags) => {
    expect(checkTags(tags)).toBeUndefined();
  });

  it.each([
    [{ "a!": "b" }, '"a!": "b"'],
    [{ "!a": "b" }, '"!a": "b"'],
    [{ a: "b!" }, '"a": "b!"'],
    [{ a: "!b" }, '"a": "!b"'],
    [{ "": "b" }, '"": "b"'],
    [{ ok: "x", "aws:a": "b" }, '"aws:a": "b"'],
    [{ "AWS:a": "b" }, '"AWS:a": "b"'],
    [{ a: 1 }, '"a": 1'],
    [{ a: null }, '"a": null'],
    [many(51), "51 tags"],
  ])("may not be %j", (tags, given) => {
    expect(checkTags(tags as never)).toEqual({
      given,
      allowed: ALLOWED,
      fix: "rename or shorten it",
    });
  });

  it("have keys of at most 128 and values of at most 256 characters", () => {
    expect(checkTags({ ["k".repeat(129)]: "v" })).toMatchObject({ allowed: ALLOWED });
    expect(checkTags({ k: "v".repeat(257) })).toMatchObject({ allowed: ALLOWED });
  });

  it("have values, because the provider does not converge on others", () => {
    expect(checkTags({ a: "b", team: "" })).toEqual({
      given: '"team": ""',
      allowed:
        "values of 1 to 256 characters: one that is emptied later is planned again at every deploy",
      fix: 'write a value, such as "true", or leave the tag out',
    });
  });

  it("have keys that differ in more than capitals", () => {
    expect(checkTags({ team: "a", other: "b", Team: "c" })).toEqual({
      given: '"Team"',
      allowed: "keys that differ in more than capitals: for roles in IAM they are one",
      fix: "leave one of the two out",
    });
  });
});
