import { Testing } from "cdktf";
import { describe, expect, it } from "vitest";
import { Each, type Expected } from "../../constructs/form";
import { azure, dockerHub, privateEcr, quay } from "../../ecr/catalogue";
import { upstream } from "../../ecr/upstream-by-host";
import { PULL_THROUGH_CACHE } from "../../stacks/properties/pull-through-cache";
import { problemsOf } from "../../stacks/synthesize";
import { build, itRefuses, TOKEN } from "./wrong-input";

const cyclic: Record<string, unknown> = { token: TOKEN };
cyclic["self"] = cyclic;
const cyclicList: unknown[] = [TOKEN];
cyclicList.push(cyclicList);
const deep = (start: unknown) => {
  let value = start;
  for (let depth = 0; depth < 100_000; depth++) value = { deeper: [value] };
  return value;
};

const VALUES: Readonly<Record<string, unknown>> = {
  "an object that contains itself": cyclic,
  "a list that contains itself": cyclicList,
  "a very deep object": deep(TOKEN),
  "a very deep list": [deep(TOKEN)],
  "a big integer": 7n,
  "a symbol": Symbol(TOKEN),
  "a function": () => TOKEN,
  "not a number": Number.NaN,
  "a Map": new Map([["docker", TOKEN]]),
  "a promise": Promise.resolve({ docker: TOKEN }),
  "a date": new Date(0),
  "an object without a prototype": Object.assign(Object.create(null), { x: cyclic }),
  "names of JavaScript's own": JSON.parse(
    '{"constructor":1,"__proto__":{"prefix":"x"},"toString":{},"hasOwnProperty":null}',
  ),
  "an inherited object": Object.create({ docker: dockerHub() }),
};

/** Every property of a form, as a path, also inside of other forms. */
function paths(
  shape: Readonly<Record<string, Expected>>,
  above: readonly string[] = [],
): string[][] {
  return Object.entries(shape).flatMap(([name, expected]) => {
    const path = [...above, name];
    const isForm = typeof expected === "object" && "shape" in expected;
    const inner = expected instanceof Each ? expected.form.shape : isForm && expected.shape;
    return [path, ...(inner ? paths(inner as typeof shape, path) : [])];
  });
}

const PATHS = [
  ...paths(PULL_THROUGH_CACHE.shape),
  ["upstreams", "docker"],
  ["upstreams", "docker", "access"],
  ["upstreams", "docker", "access", "kind"],
  ["upstreams", "docker", "registry"],
  ["upstreams", "docker", "source"],
  ["upstreams", "docker", "host"],
  ["organizationAccess", "only", "accounts"],
  ["organizationAccess", "only", "organizationalUnits"],
  ["tags", "team"],
  ["failureAlarm", "topic", "arn"],
].filter((path) => path.join(".") !== "state.backend"); // A function is right there.

const PROPS = { region: "eu-west-1", upstreams: { docker: dockerHub() } };

/** An object with another value at a path, and whatever else is there. */
function withValue(given: unknown, [name, ...rest]: readonly string[], value: unknown): object {
  const others = given as Readonly<Record<string, unknown>> | undefined;
  if (name === undefined) return others ?? {};
  const inner = rest.length === 0 ? value : withValue(others?.[name], rest, value);
  return { ...others, [name]: inner };
}

const CASES = Object.keys(VALUES).map((name) => [name] as const);

describe("a value of an unusual kind", () => {
  it.each(CASES)("is a problem, and no trace, wherever it is written: %s", (name) => {
    for (const path of PATHS) {
      const app = Testing.app();
      build(app, "cache", withValue(PROPS, path, VALUES[name]));
      const problems = problemsOf(app);
      expect(problems, path.join(".")).not.toEqual([]);
      expect(problems.join("\n")).not.toContain(TOKEN);
    }
  });

  it.each(CASES)("is a problem in place of all properties: %s", (name) => {
    const app = Testing.app();
    build(app, "cache", VALUES[name]);
    expect(problemsOf(app)).not.toEqual([]);
  });

  it.each(CASES)("is a problem as an option of an upstream: %s", (name) => {
    const value = VALUES[name] as never;
    const made = {
      prefix: () => dockerHub({ prefix: value }),
      secretArn: () => dockerHub({ secretArn: value }),
      version: () => dockerHub({ credentialsVersion: value }),
      name: () => azure(value),
      host: () => upstream(value),
      account: () => privateEcr({ account: value, region: "eu-west-2" }),
      role: () => privateEcr({ account: "222222222222", region: "eu-west-2", role: value }),
    };
    for (const [option, make] of Object.entries(made)) {
      const app = Testing.app();
      build(app, "cache", { region: "eu-west-1", upstreams: { one: make() } });
      expect(problemsOf(app), option).not.toEqual([]);
    }
  });
});

const OBJECT = "an object: { … }";
const IN_BRACES = "write its properties in braces";
const KEY = "a lower-case letter, then lower-case letters, digits or '_'";
const OWN = "a name that is not JavaScript's own";
const DOCKER = 'choose a key such as "docker"';

describe("names of JavaScript's own", () => {
  itRefuses([
    [
      "the key constructor",
      { upstreams: { constructor: quay() } },
      ['[cache/upstreams/#1] key = "constructor"', OWN, DOCKER],
    ],
    [
      "the key toString",
      { upstreams: { toString: quay() } },
      ['[cache/upstreams/#1] key = "toString"', OWN, 'did you mean "tostring"?'],
    ],
    [
      "the key __proto__, which would be the prototype",
      { upstreams: { __proto__: quay() } },
      [
        "[cache] upstreams = an object that inherits properties",
        OBJECT,
        "write all of its properties in its own braces; __proto__ cannot be the name of one",
      ],
    ],
    [
      "the key __proto__, read from JSON",
      { upstreams: JSON.parse('{"__proto__": {}}') },
      ['[cache/upstreams/#1] key = "__proto__"', OWN, 'did you mean "proto"?'],
      [
        "[cache/upstreams/#1] upstream = an object",
        "an upstream of the catalogue",
        'call one of its functions, such as dockerHub(), or upstream("<host>")',
      ],
    ],
    [
      "a property constructor",
      { constructor: {} },
      [
        '[cache] properties = "constructor"',
        Object.keys(PULL_THROUGH_CACHE.shape).join(", "),
        "leave it out, or choose one of these",
      ],
    ],
    [
      "a choice constructor",
      { scanning: { type: "constructor" } },
      [
        '[cache] scanning.type = "constructor"',
        "BASIC, ENHANCED",
        "leave it out, or choose one of these",
      ],
    ],
    [
      "an upstream of a registry constructor",
      { upstreams: { docker: { ...dockerHub(), registry: "constructor" } } },
      [
        "[cache/upstreams/docker] upstream = an object",
        "an upstream of the catalogue",
        'call one of its functions, such as dockerHub(), or upstream("<host>")',
      ],
    ],
  ]);
});

describe("what holds values, but no properties", () => {
  itRefuses([
    [
      "a Map of upstreams",
      { upstreams: new Map([["quay", quay()]]) },
      ["[cache] upstreams = a Map", OBJECT, IN_BRACES],
    ],
    [
      "upstreams that an app would have to wait for",
      { upstreams: Promise.resolve({ quay: quay() }) },
      ["[cache] upstreams = a Promise", OBJECT, IN_BRACES],
    ],
    [
      "a key in capitals",
      { upstreams: { Quay: quay() } },
      ['[cache/upstreams/Quay] key = "Quay"', KEY, 'did you mean "quay"?'],
    ],
  ]);
});
