import { describe } from "vitest";
import { gitHub, quay } from "../../ecr/catalogue";
import { GIVE, itRefuses, type WrongInput } from "./wrong-input";

const QUOTES = "write it in quotes";
const OBJECT = "an object: { … }";
const IN_BRACES = "write its properties in braces";

describe("expiry", () => {
  const days = (sentence: string, given: unknown, shown: string): WrongInput => [
    sentence,
    { expiry: { days: given } },
    [
      `[cache/templates/expiry] expiry.days = ${shown}`,
      "a whole number of days, 1 or more",
      "write the number of days to keep an image, e.g. 7; leave `expiry` out to keep images for ever",
    ],
  ];
  const images = (sentence: string, given: unknown, shown: string): WrongInput => [
    sentence,
    { expiry: { images: given } },
    [
      `[cache/templates/expiry] expiry.images = ${shown}`,
      "a whole number of images, 1 or more",
      "write how many images of a repository to keep; one tag of a multi-architecture image is several",
    ],
  ];
  itRefuses([
    days("0 days", 0, "0"),
    days("days below 0", -1, "-1"),
    days("half days", 1.5, "1.5"),
    days("days in quotes", "7", '"7"'),
    days("null for days", null, "null"),
    days("days without end", Number.POSITIVE_INFINITY, "Infinity"),
    images("0 images", 0, "0"),
    images("images below 0", -100, "-100"),
    images("half images", 0.5, "0.5"),
    images("images in quotes", "100", '"100"'),
    images("null for images", null, "null"),
    [
      "neither days nor images",
      { expiry: {} },
      ["[cache] expiry = none of them", "one of days, images", "write one of them"],
    ],
    [
      "days that are not defined",
      { expiry: { days: undefined } },
      ["[cache] expiry = days: undefined", "one of days, images", GIVE],
    ],
    [
      "days and images, of which only one would count",
      { expiry: { days: 7, images: 100 } },
      ["[cache] expiry = days and images", "one of days, images", "leave out all but one"],
    ],
    ["days without their name", { expiry: 7 }, ["[cache] expiry = a number", OBJECT, IN_BRACES]],
    ["null for expiry", { expiry: null }, ["[cache] expiry = null", OBJECT, IN_BRACES]],
  ]);
});

describe("repositories", () => {
  const A_KEY = "the ARN of a KMS key in eu-west-1: arn:aws:kms:eu-west-1:<account>:key/<id>";
  const A_POLICY = "the JSON of an IAM policy document with statements";
  const kms = (sentence: string, kmsKeyArn: string, fix: string): WrongInput => [
    sentence,
    { repositories: { kmsKeyArn } },
    [`[cache/templates] repositories.kmsKeyArn = ${JSON.stringify(kmsKeyArn)}`, A_KEY, fix],
  ];
  const policy = (sentence: string, repositoryPolicy: string): WrongInput => [
    sentence,
    { repositories: { repositoryPolicy } },
    [
      `[cache/templates/cache] repositories.repositoryPolicy = ${JSON.stringify(repositoryPolicy)}`,
      A_POLICY,
      "give it as text, e.g. JSON.stringify({ Version: …, Statement: […] })",
    ],
  ];
  const COPY = "copy the ARN from `aws kms describe-key --query KeyMetadata.Arn`";
  const NO_ALIAS = "write no alias: copy the key's ARN from `aws kms describe-key`";
  itRefuses([
    kms("a key's id", "1234abcd-12ab-34cd-56ef-1234567890ab", COPY),
    kms("a key's alias", "alias/mine", NO_ALIAS),
    kms("the ARN of an alias", "arn:aws:kms:eu-west-1:111111111111:alias/mine", NO_ALIAS),
    kms("a key of another Region", "arn:aws:kms:us-east-1:111111111111:key/1234", COPY),
    kms("a key of China's partition", "arn:aws-cn:kms:eu-west-1:111111111111:key/1234", COPY),
    kms("an empty ARN of a key", "", COPY),
    [
      "null for a key",
      { repositories: { kmsKeyArn: null } },
      ["[cache] repositories.kmsKeyArn = null", "a string", QUOTES],
    ],
    policy("a policy that is no JSON", "allow everybody"),
    policy("a policy without statements", "{}"),
    policy("a policy whose list of statements is empty", '{"Statement":[]}'),
    policy("a list in place of a policy", "[]"),
    [
      "a policy that is not made to text",
      { repositories: { repositoryPolicy: { Statement: [] } } },
      ["[cache] repositories.repositoryPolicy = an object", "a string", QUOTES],
    ],
    [
      "two statements of one name",
      { repositories: { repositoryPolicy: '{"Statement":[{"Sid":"A"},{"Sid":"A"}]}' } },
      [
        '[cache/templates/cache] repositories.repositoryPolicy = Sid "A"',
        `${A_POLICY}, each with a Sid of its own`,
        "give that statement another Sid",
      ],
    ],
    [
      "a resource in the policy of a repository",
      {
        repositories: {
          repositoryPolicy: JSON.stringify({
            Statement: { Effect: "Allow", Principal: "*", Action: "ecr:*", Resource: "*" },
          }),
        },
      },
      [
        "[cache/templates/cache] repositories.repositoryPolicy = Resource in statement 1",
        "statements without a Resource: a repository's policy is about the repository",
        "leave it out",
      ],
    ],
    [
      "a wrong key and a wrong policy for the templates of several caches, and says each once",
      {
        upstreams: { quay: quay(), ghcr: gitHub() },
        repositories: { template: "per-prefix", kmsKeyArn: "alias/x", repositoryPolicy: "{}" },
      },
      ['[cache/templates] repositories.kmsKeyArn = "alias/x"', A_KEY, NO_ALIAS],
      [
        '[cache/templates/quay_cache] repositories.repositoryPolicy = "{}"',
        A_POLICY,
        "give it as text, e.g. JSON.stringify({ Version: …, Statement: […] })",
      ],
    ],
    [
      "a mutability in small letters",
      { repositories: { tagMutability: "mutable" } },
      [
        '[cache] repositories.tagMutability = "mutable"',
        "MUTABLE, IMMUTABLE",
        'did you mean "MUTABLE"?',
      ],
    ],
    [
      "exclusions from a mutability, which are not offered",
      { repositories: { tagMutability: "IMMUTABLE_WITH_EXCLUSION" } },
      [
        '[cache] repositories.tagMutability = "IMMUTABLE_WITH_EXCLUSION"',
        "MUTABLE, IMMUTABLE",
        "leave it out, or choose one of these",
      ],
    ],
    [
      "false for a mutability",
      { repositories: { tagMutability: false } },
      [
        "[cache] repositories.tagMutability = a boolean",
        "MUTABLE, IMMUTABLE",
        "choose one of these",
      ],
    ],
    [
      "a template for root in small letters",
      { repositories: { template: "root" } },
      ['[cache] repositories.template = "root"', "ROOT, per-prefix", 'did you mean "ROOT"?'],
    ],
    [
      "a template per upstream in camel case",
      { repositories: { template: "perPrefix" } },
      [
        '[cache] repositories.template = "perPrefix"',
        "ROOT, per-prefix",
        'did you mean "per-prefix"?',
      ],
    ],
    [
      "a list of repositories",
      { repositories: ["library/nginx"] },
      ["[cache] repositories = a list", OBJECT, IN_BRACES],
    ],
    [
      "true for repositories",
      { repositories: true },
      ["[cache] repositories = a boolean", OBJECT, IN_BRACES],
    ],
  ]);
});

describe("tags", () => {
  const TAGS =
    "at most 50 tags: keys of 1 to 128 and values of 1 to 256 letters, digits, blanks or _.:/=+-@, no key beginning with aws:";
  const tag = (sentence: string, tags: unknown, shown: string): WrongInput => [
    sentence,
    { tags },
    [`[cache] tags = ${shown}`, TAGS, "rename or shorten it"],
  ];
  itRefuses([
    tag("a key of AWS's own", { "aws:team": "x" }, '"aws:team": "x"'),
    tag("a key of AWS's own in capitals", { "AWS:team": "x" }, '"AWS:team": "x"'),
    tag("an empty key", { "": "x" }, '"": "x"'),
    tag("a comma in a value", { team: "a,b" }, '"team": "a,b"'),
    tag("a bracket in a key", { "team[0]": "x" }, '"team[0]": "x"'),
    tag(
      "a key of 129 characters",
      { ["k".repeat(129)]: "x" },
      '"kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk...: "x"',
    ),
    tag(
      "a value of 257 characters",
      { team: "v".repeat(257) },
      '"team": "vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv...',
    ),
    [
      "an empty value, which the provider may never stop planning",
      { tags: { team: "x", legacy: "" } },
      [
        '[cache] tags = "legacy": ""',
        "values of 1 to 256 characters: one that is emptied later is planned again at every deploy",
        'write a value, such as "true", or leave the tag out',
      ],
    ],
    [
      "two keys that are one for IAM",
      { tags: { Team: "x", team: "y" } },
      [
        '[cache] tags = "team"',
        "keys that differ in more than capitals: for roles in IAM they are one",
        "leave one of the two out",
      ],
    ],
    tag("null for a value", { team: null }, '"team": null'),
    tag("a number for a value", { cost: 42 }, '"cost": 42'),
    tag("a list for a value", { team: ["a"] }, '"team": ["a"]'),
    tag(
      "51 tags",
      Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, "v"])),
      "51 tags",
    ),
    [
      "a list of tags as AWS has it",
      { tags: [{ Key: "team", Value: "x" }] },
      ["[cache] tags = a list", OBJECT, IN_BRACES],
    ],
    ["a string for tags", { tags: "team=x" }, ["[cache] tags = a string", OBJECT, IN_BRACES]],
    [
      "wrong tags where repositories get them as well, and says it once",
      { tags: { "aws:team": "x" }, expiry: { days: 7 }, upstreams: { quay: quay() } },
      ['[cache] tags = "aws:team": "x"', TAGS, "rename or shorten it"],
    ],
  ]);
});
