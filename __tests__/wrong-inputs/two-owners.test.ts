import { Testing } from "cdktf";
import { describe, expect, it } from "vitest";
import { dockerHub, gitHub, quay } from "../../ecr/catalogue";
import { problemsOf } from "../../stacks/synthesize";
import { build, printed } from "./wrong-input";

const ONE = "one owner for each account and Region";
const FIX =
  "leave it out here: first has it; or name the account of both stacks, if they are in two";
const SAME = "leave it out here: first has it; or correct the account, if it is another one";
const region = "eu-west-1";
const account = { id: "111111111111" };

/** What two stacks of one app say, one after the other. */
function both(first: object, second: object): string[] {
  const app = Testing.app();
  build(app, "first", { region, ...first });
  build(app, "second", { region, ...second });
  return problemsOf(app);
}

const ROWS: readonly (readonly [string, object, object, ...string[]])[] = [
  [
    "one upstream in both",
    { upstreams: { a: quay() } },
    { upstreams: { b: quay() } },
    "the rule for quay",
  ],
  [
    "two upstreams under one prefix",
    { upstreams: { a: quay({ prefix: "team" }) } },
    { upstreams: { a: gitHub({ prefix: "team" }) } },
    "the rule for team",
  ],
  [
    "one prefix, with and without a slash",
    { upstreams: { a: quay({ prefix: "team/" }) } },
    { upstreams: { a: gitHub({ prefix: "team" }) } },
    "the rule for team",
  ],
  [
    "ROOT in both",
    { upstreams: { a: quay({ prefix: "ROOT" }) } },
    { upstreams: { b: dockerHub({ prefix: "ROOT" }) } },
    "the rule for ROOT",
  ],
  [
    "all upstreams in both",
    { upstreams: { a: quay(), b: dockerHub() } },
    { upstreams: { a: quay(), b: dockerHub() } },
    "the rule for quay",
    "the rule for docker-hub",
  ],
  [
    "the template for ROOT in both",
    { expiry: { days: 7 } },
    { expiry: { images: 9 } },
    "the creation template for ROOT",
  ],
  [
    "a template that only follows from mutability",
    { expiry: { days: 7 } },
    { repositories: { tagMutability: "MUTABLE" } },
    "the creation template for ROOT",
  ],
  [
    "the template of one prefix in both",
    { repositories: { template: "per-prefix" }, upstreams: { a: quay() } },
    { repositories: { template: "per-prefix" }, upstreams: { b: quay() } },
    "the rule for quay",
    "the creation template for quay",
  ],
  [
    "the registry policy in both",
    { organizationAccess: { repositories: "registry" } },
    { organizationAccess: { repositories: "registry" } },
    "the registry policy",
  ],
  [
    "the scanning configuration in both, of two types",
    { scanning: { type: "BASIC", repositories: ["*"] } },
    { scanning: { type: "ENHANCED", continuous: ["*"] } },
    "the scanning configuration",
  ],
];

const CASES = ROWS.map(
  ([sentence, first, second, ...things]) => [sentence, { first, second, things }] as const,
);

describe("two stacks of one account and Region", () => {
  it.each(CASES)("may not both have %s", (_sentence, { first, second, things }) => {
    expect(both(first, second)).toEqual(
      things.map((thing) => printed([`[second] ${thing} = eu-west-1`, ONE, FIX])),
    );
  });

  it.each(CASES)("may not have %s when they name it", (_sentence, { first, second, things }) => {
    expect(both({ account, ...first }, { account, ...second })).toEqual(
      things.map((thing) =>
        printed([`[second] ${thing} = account 111111111111, eu-west-1`, ONE, SAME]),
      ),
    );
  });

  it.each(CASES)(
    "may not have %s when one of them names it",
    (_sentence, { first, second, things }) => {
      expect(both({ account, ...first }, second)).toEqual(
        things.map((thing) => printed([`[second] ${thing} = eu-west-1`, ONE, FIX])),
      );
      expect(both(first, { account, ...second })).toEqual(
        things.map((thing) =>
          printed([`[second] ${thing} = account 111111111111, eu-west-1`, ONE, FIX]),
        ),
      );
    },
  );
});

describe("two stacks elsewhere", () => {
  it.each(CASES)("may have %s in two Regions", (_sentence, { first, second }) => {
    expect(both(first, { ...second, region: "eu-west-2" })).toEqual([]);
  });

  it.each(CASES)("may have %s in two accounts", (_sentence, { first, second }) => {
    expect(both({ account, ...first }, { ...second, account: { id: "222222222222" } })).toEqual([]);
  });
});
