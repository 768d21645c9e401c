import { Testing } from "cdktf";
import { describe, expect, it } from "vitest";
import { problemsOf } from "../../stacks/synthesize";
import { build, itRefuses, printed, type WrongInput } from "./wrong-input";

const ALL =
  "region, account, state, upstreams, secrets, expiry, repositories, organizationAccess, scanning, failureAlarm, pullPermissions, permissionsBoundary, tags, bypass";
const OR = "leave it out, or choose one of these";

describe("properties that do not exist", () => {
  const unknown = (name: string, fix: string): WrongInput => [
    `the property ${name}`,
    { [name]: {} },
    [`[cache] properties = ${JSON.stringify(name)}`, ALL, fix],
  ];
  const within = (
    name: string,
    props: Readonly<Record<string, object>>,
    allowed: string,
    fix: string,
  ): WrongInput => [
    `the property ${name} of ${Object.keys(props).join()}`,
    props,
    [`[cache] ${Object.keys(props).join()} = ${JSON.stringify(name)}`, allowed, fix],
  ];
  itRefuses([
    unknown("upstream", 'did you mean "upstreams"?'),
    unknown("Upstreams", 'did you mean "upstreams"?'),
    unknown("organisationAccess", 'did you mean "organizationAccess"?'),
    unknown("pullPermission", 'did you mean "pullPermissions"?'),
    unknown("secret", 'did you mean "secrets"?'),
    unknown("lifecycle", OR),
    unknown("replication", OR),
    within("day", { expiry: { day: 7, images: 1 } }, "days, images", 'did you mean "days"?'),
    within(
      "kmsKeyARN",
      { repositories: { kmsKeyARN: "x" } },
      "template, tagMutability, kmsKeyArn, repositoryPolicy",
      'did you mean "kmsKeyArn"?',
    ),
    within(
      "tags",
      { repositories: { tags: { a: "b" } } },
      "template, tagMutability, kmsKeyArn, repositoryPolicy",
      OR,
    ),
    within("role", { account: { id: "111111111111", role: "x" } }, "id, roleArn", OR),
    within(
      "onpush",
      { scanning: { type: "ENHANCED", continuous: ["*"], onpush: ["*"] } },
      "type, repositories, onPush, continuous, existing",
      'did you mean "onPush"?',
    ),
    within("email", { failureAlarm: { topic: "create", email: "me@example.com" } }, "topic", OR),
    within(
      "principals",
      {
        organizationAccess: {
          repositories: "registry",
          organizationId: "o-abcdefghij",
          principals: ["*"],
        },
      },
      "repositories, organizationId, match, only, firstPulls, importable, policyScope, mergeWith, existing",
      OR,
    ),
    [
      "the unknown way to bypass the cache",
      { bypass: "false" },
      ["[cache] bypass = a string", "true or false", "write it without quotes"],
    ],
    [
      "a number for a switch",
      { bypass: 1 },
      ["[cache] bypass = a number", "true or false", "write it without quotes"],
    ],
    [
      "null for a switch",
      { bypass: null },
      ["[cache] bypass = null", "true or false", "write it without quotes"],
    ],
    [
      "several things at once, each of them said",
      { upstream: {}, secrets: 1, expiry: { days: 0 }, bypass: "no" },
      ['[cache] properties = "upstream"', ALL, 'did you mean "upstreams"?'],
      ["[cache] secrets = a number", "an object: { … }", "write its properties in braces"],
      ["[cache] bypass = a string", "true or false", "write it without quotes"],
      [
        "[cache/templates/expiry] expiry.days = 0",
        "a whole number of days, 1 or more",
        "write the number of days to keep an image, e.g. 7; leave `expiry` out to keep images for ever",
      ],
    ],
  ]);

  it.each([undefined, null, {}])("refuses %s in place of all properties", (props) => {
    const app = Testing.app();
    build(app, "cache", props);
    expect(problemsOf(app)).toEqual([printed(["[cache] region = nothing", "a string", "add it"])]);
  });
});
