import fc from "fast-check";

/*
 * Policies from the whole grammar of IAM, as somebody else may have written them.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */

type Json = fc.JsonValue;
type Members = Readonly<Record<string, Json>>;

/** A value alone, or in a list; or several in a list. */
function oneOrMany<T extends Json>(value: fc.Arbitrary<T>): fc.Arbitrary<Json> {
  return fc.oneof(value, fc.array(value, { minLength: 1, maxLength: 3 }));
}

/** An element under its name, or under the name of its opposite. */
function either(name: string, value: fc.Arbitrary<Json>): fc.Arbitrary<Members> {
  return fc
    .tuple(fc.constantFrom(name, name, `Not${name}`), value)
    .map(([element, given]) => ({ [element]: given }));
}

/** Pieces of text that mean something to IAM, to Terraform or to JSON. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom("${aws:PrincipalTag/team}", "${aws:username, 'nobody'}", "${saml:sub}"),
      fc.constantFrom("${*}", "${?}", "${$}", "*", "?", "a", "team", "o-abcdefghij"),
      fc.constantFrom(
        "%{if}",
        "%%{",
        "%",
        "&{aws:username}",
        "{",
        "}",
        '"',
        "\\",
        "\n",
        "<&>",
        "é",
      ),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts) => parts.join(""));

const action = fc.constantFrom(
  ...["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:Batch*", "ecr:*", "ecr:?etAuth*"],
);

const resource = fc.constantFrom(
  ...["shared/*", "*", "${aws:PrincipalTag/team}/*", "a?c", "${*}/x", "${$}{aws:username}"].map(
    (name) => `arn:aws:ecr:eu-west-1:111111111111:repository/${name}`,
  ),
  "*",
);

const PRINCIPALS = {
  AWS: fc.constantFrom(
    ...["*", "333333333333", "arn:aws:iam::333333333333:root"],
    "arn:aws:iam::333333333333:role/build",
  ),
  Service: fc.constantFrom("ecs.amazonaws.com", "events.amazonaws.com"),
  Federated: fc.constantFrom("cognito-identity.amazonaws.com", "arn:aws:iam::1:saml-provider/a"),
  CanonicalUser: fc.constant("79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"),
};

/** The kinds of principals. */
export type PrincipalKind = keyof typeof PRINCIPALS;

function principals(kinds: readonly PrincipalKind[]): fc.Arbitrary<Json> {
  const named = fc
    .subarray([...kinds], { minLength: 1 })
    .chain((some) =>
      fc.record(Object.fromEntries(some.map((kind) => [kind, oneOrMany(PRINCIPALS[kind])]))),
    );
  return fc.oneof(fc.constant("*"), named as fc.Arbitrary<Json>);
}

const number = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((one) => (one === 0 ? 0 : one)),
  fc.constantFrom(3600, 1.5, 0, 1e-7),
);
const date = fc.constantFrom("2026-01-01T00:00:00Z", "2026-12-31");

/** Operators by the type of their values. */
const OPERATORS: readonly (readonly [names: readonly string[], value: fc.Arbitrary<Json>])[] = [
  [
    ["Equals", "EqualsIgnoreCase", "Like"].flatMap((one) => [`String${one}`, `StringNot${one}`]),
    text,
  ],
  [comparisons("Numeric"), fc.oneof<fc.Arbitrary<Json>[]>(number, number.map(String))],
  [comparisons("Date"), date],
  [["Bool"], fc.oneof<fc.Arbitrary<Json>[]>(fc.boolean(), fc.constantFrom("true", "false"))],
  [["BinaryEquals"], fc.constantFrom("QmluYXJ5VmFsdWVJbkJhc2U2NA==", "YQ==")],
  [["IpAddress", "NotIpAddress"], fc.constantFrom("203.0.113.0/24", "2001:db8::/32")],
  [
    ["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"],
    fc.constantFrom("arn:aws:iam::333333333333:role/*", "arn:aws:iam::*:role/${aws:username}"),
  ],
];

function comparisons(type: string): string[] {
  const names = ["Equals", "NotEquals", "LessThan", "LessThanEquals"];
  return [...names, "GreaterThan", "GreaterThanEquals"].map((one) => `${type}${one}`);
}

const key = fc.constantFrom(
  ...["aws:PrincipalOrgID", "aws:PrincipalTag/team", "aws:MultiFactorAuthAge", "aws:SourceIp"],
  ...["aws:SecureTransport", "aws:CurrentTime", "aws:PrincipalArn", "aws:TagKeys"],
);

const operator = fc.oneof(
  ...OPERATORS.map(([names, value]) =>
    fc
      .tuple(
        fc.constantFrom("", "", "ForAllValues:", "ForAnyValue:"),
        fc.constantFrom(...names),
        fc.constantFrom("", "IfExists"),
        fc.dictionary(key, oneOrMany(value), { minKeys: 1, maxKeys: 2 }),
      )
      .map(([set, name, ifExists, keys]) => [`${set}${name}${ifExists}`, keys] as const),
  ),
  fc
    .dictionary(key, fc.oneof<fc.Arbitrary<Json>[]>(fc.boolean(), fc.constant("true")), {
      minKeys: 1,
    })
    .map((keys) => ["Null", keys] as const),
);

const condition = fc.oneof(
  fc.constant({}),
  fc
    .array(operator, { minLength: 1, maxLength: 3 })
    .map((all): Members => ({ Condition: Object.fromEntries(all) as Json })),
);

/** One statement, without a Sid, which has to be unique. */
function statement(kinds: readonly PrincipalKind[], hasResource: boolean): fc.Arbitrary<Members> {
  const who = fc.oneof(
    fc
      .tuple(fc.constantFrom("Allow", "Deny"), principals(kinds))
      .map(([Effect, Principal]): Members => ({ Effect, Principal })),
    principals(kinds).map((NotPrincipal): Members => ({ Effect: "Deny", NotPrincipal })),
  );
  return fc
    .tuple(
      who,
      either("Action", oneOrMany(action)),
      hasResource ? either("Resource", oneOrMany(resource)) : fc.constant({}),
      condition,
    )
    .map((parts): Members => Object.assign({}, ...parts));
}

export interface PolicyOptions {
  /** @default - all */
  readonly principals?: readonly PrincipalKind[];
  /** What the policy is attached to: a repository's names no resource. */
  readonly of: "registry" | "repository";
}

/** The text of a policy; each of its Sids begins with `sid`. */
export function policy(sid: string, options: PolicyOptions): fc.Arbitrary<string> {
  const kinds = options.principals ?? (Object.keys(PRINCIPALS) as PrincipalKind[]);
  const statements = fc
    .array(fc.tuple(statement(kinds, options.of === "registry"), fc.boolean()), {
      minLength: 1,
      maxLength: 3,
    })
    .map((all) => all.map(([one, named], n) => (named ? { Sid: `${sid}x${n}`, ...one } : one)));
  return fc
    .record({
      statements,
      alone: fc.boolean(),
      id: fc.option(fc.constantFrom("theirs", "é"), { nil: undefined }),
      indent: fc.constantFrom(0, 2),
    })
    .map(({ statements: all, alone, id, indent }) => {
      const Statement = alone && all.length === 1 ? all[0] : all;
      return JSON.stringify({ Version: "2012-10-17", Id: id, Statement }, null, indent);
    });
}
