import { Testing } from "cdktf";
import { describe, expect, it } from "vitest";
import { dockerHub, gitHub, privateEcr, quay } from "../../ecr/catalogue";
import { problemsOf, warningsOf } from "../../stacks/synthesize";
import { build, itRefuses, printed, type WrongInput } from "./wrong-input";

const A_PREFIX =
  "2 to 30 characters: lower-case letters and digits, joined by single '.', '_', '-' or '/'; or ROOT";
const CHOOSE = 'choose a prefix such as "docker-hub"';
const account = "222222222222";
const region = "eu-central-1";

const prefix = (sentence: string, given: string, fix: string): WrongInput => [
  sentence,
  { upstreams: { hub: quay({ prefix: given }) } },
  [`[cache/upstreams/hub/rule] prefix = ${JSON.stringify(given)}`, A_PREFIX, fix],
];

describe("a prefix", () => {
  itRefuses([
    prefix("an empty prefix", "", CHOOSE),
    prefix("a prefix of one character", "a", CHOOSE),
    prefix("a prefix of nothing but a slash", "/", CHOOSE),
    prefix("a wildcard for a prefix", "*", CHOOSE),
    prefix("capitals", "Docker-Hub", 'did you mean "docker-hub"?'),
    prefix("Root with one capital", "Root", 'did you mean "ROOT"?'),
    prefix("blanks around a prefix", " hub ", 'did you mean "hub"?'),
    prefix("a blank within a prefix", "docker hub", 'did you mean "docker-hub"?'),
    prefix("a slash at the beginning", "/hub", 'did you mean "hub"?'),
    prefix("two slashes in a row", "team//hub", 'did you mean "team/hub"?'),
    prefix("two slashes at the end", "hub//", 'did you mean "hub"?'),
    prefix("two hyphens, which ECR takes and Terraform does not", "a--b", 'did you mean "a-b"?'),
    prefix(
      "two underscores, which ECR takes and Terraform does not",
      "a__b",
      'did you mean "a_b"?',
    ),
    prefix("two dots", "a..b", 'did you mean "a.b"?'),
    prefix("a hyphen at the end", "hub-", 'did you mean "hub"?'),
    prefix("a hyphen before a slash", "team-/hub", 'did you mean "team/hub"?'),
    prefix("an underscore at the beginning", "_hub", 'did you mean "hub"?'),
    prefix("a colon", "hub:latest", 'did you mean "hub-latest"?'),
    prefix("an umlaut", "büro", 'did you mean "b-ro"?'),
    prefix("ROOT with a slash", "ROOT/", 'did you mean "ROOT"?'),
    prefix("a path under ROOT", "ROOT/hub", 'did you mean "root/hub"?'),
    prefix(
      "31 characters",
      "abcdefghijklmnopqrstuvwxyz01234",
      'did you mean "abcdefghijklmnopqrstuvwxyz0123"?',
    ),
    prefix("a line end", "hub\n", 'did you mean "hub"?'),
    [
      "a number for a prefix",
      { upstreams: { hub: quay({ prefix: 5 as never }) } },
      ["[cache/upstreams/hub] upstream.prefix = a number", "a string", "write it in quotes"],
    ],
    [
      "null for a prefix",
      { upstreams: { hub: dockerHub({ prefix: null as never }) } },
      ["[cache/upstreams/hub] upstream.prefix = null", "a string", "write it in quotes"],
    ],
    [
      "two prefixes of one upstream",
      { upstreams: { hub: quay({ prefix: ["a1", "b1"] as never }) } },
      ["[cache/upstreams/hub] upstream.prefix = a list", "a string", "write it in quotes"],
    ],
  ]);
});

describe("prefixes together", () => {
  const ONE_EACH = "one upstream for each prefix";
  itRefuses([
    [
      "one registry twice under its usual prefix",
      { upstreams: { a: quay(), b: quay() } },
      [
        '[cache/upstreams] upstreams.b.prefix = "quay"',
        ONE_EACH,
        "choose another prefix: upstreams.a has this one",
      ],
    ],
    [
      "one prefix with and without a slash",
      { upstreams: { a: quay({ prefix: "team/" }), b: dockerHub({ prefix: "team" }) } },
      [
        '[cache/upstreams] upstreams.b.prefix = "team"',
        ONE_EACH,
        "choose another prefix: upstreams.a has this one",
      ],
    ],
    [
      "two upstreams for ROOT",
      { upstreams: { a: quay({ prefix: "ROOT" }), b: gitHub({ prefix: "ROOT" }) } },
      [
        '[cache/upstreams] upstreams.b.prefix = "ROOT"',
        ONE_EACH,
        "choose another prefix: upstreams.a has this one",
      ],
    ],
    [
      "three upstreams under one prefix, and says it of two",
      {
        upstreams: {
          a: quay({ prefix: "team" }),
          b: quay({ prefix: "team" }),
          c: quay({ prefix: "team" }),
        },
      },
      [
        '[cache/upstreams] upstreams.b.prefix = "team"',
        ONE_EACH,
        "choose another prefix: upstreams.a has this one",
      ],
      [
        '[cache/upstreams] upstreams.c.prefix = "team"',
        ONE_EACH,
        "choose another prefix: upstreams.a has this one",
      ],
    ],
  ]);
});

describe("the prefix of what is cached of an upstream", () => {
  const at = "[cache/upstreams/other/rule] upstreamRepositoryPrefix";
  const part = (upstreamRepositoryPrefix: unknown, prefix?: string) => ({
    upstreams: {
      other: privateEcr({
        ...{ account, region, prefix },
        upstreamRepositoryPrefix: upstreamRepositoryPrefix as string,
      }),
    },
  });
  itRefuses([
    ["capitals", part("Team"), [`${at} = "Team"`, A_PREFIX, 'did you mean "team"?']],
    ["nothing between quotes", part(""), [`${at} = ""`, A_PREFIX, CHOOSE]],
    ["a wildcard", part("team/*"), [`${at} = "team/*"`, A_PREFIX, 'did you mean "team"?']],
    ["two hyphens", part("a--b"), [`${at} = "a--b"`, A_PREFIX, 'did you mean "a-b"?']],
    [
      "a part of an upstream under ROOT",
      part("team", "ROOT"),
      [
        `${at} = "team"`,
        "only with a prefix other than ROOT",
        "choose a prefix for this upstream, or leave `upstreamRepositoryPrefix` out",
      ],
    ],
    [
      "a number",
      part(7),
      [
        "[cache/upstreams/other] upstream.upstreamRepositoryPrefix = a number",
        "a string",
        "write it in quotes",
      ],
    ],
  ]);
});

describe("the prefix root, in small letters", () => {
  const warnings = (upstreams: object) => {
    const app = Testing.app();
    build(app, "cache", { region: "eu-west-1", upstreams });
    expect(problemsOf(app)).toEqual([]);
    return warningsOf(app);
  };
  const allowed =
    "any prefix; ROOT in capitals is for every repository that no other prefix matches";
  const fix =
    'did you mean "ROOT"? If you want repositories that begin with "root/", leave it as it is';

  it("is a warning, because it is a prefix like any other", () => {
    for (const prefix of ["root", "root/"]) {
      expect(warnings({ hub: dockerHub({ prefix }) })).toEqual([
        printed([`[cache/upstreams/hub/rule] prefix = "${prefix}"`, allowed, fix]),
      ]);
    }
    const upstreamRepositoryPrefix = "root";
    const account = "222222222222";
    const source = { account, region: "eu-west-2", upstreamRepositoryPrefix };
    expect(warnings({ hub: privateEcr(source) })).toEqual([
      printed(['[cache/upstreams/hub/rule] upstreamRepositoryPrefix = "root"', allowed, fix]),
    ]);
  });

  it("is no other prefix", () => {
    expect(warnings({ a: dockerHub({ prefix: "ROOT" }), b: quay({ prefix: "roots" }) })).toEqual(
      [],
    );
  });
});
