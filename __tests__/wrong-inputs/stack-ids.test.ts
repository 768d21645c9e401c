import { TerraformStack, Testing } from "cdktf";
import { describe, expect, it } from "vitest";
import { PullPermissions } from "../../constructs/pull-permissions";
import { privateEcr, quay } from "../../ecr/catalogue";
import { PipelineAccessStack } from "../../stacks/pipeline-access-stack";
import { problemsOf } from "../../stacks/synthesize";
import { build, GIVE, printed } from "./wrong-input";

const ALLOWED =
  "1 to 226 letters from a to z, digits or +=,.@_-, with a letter, a digit or _ first: it names a folder, the state, and roles in IAM";
const CHOOSE = 'choose a name such as "cache-eu-west-1"';
const TOPIC =
  "letters, digits, _ or - for a stack with an alarm: its topic in Amazon SNS is named after it";
const RULE =
  "letters, digits, ., _ or - for a stack with an alarm: its rule in EventBridge is named after it";
const BEFORE = "choose another id before the first deployment, or leave `failureAlarm` out";

const region = "eu-west-1";
const alarm = { failureAlarm: { topic: "create" } };
const existing = { failureAlarm: { topic: { arn: `arn:aws:sns:${region}:111111111111:alarms` } } };
/** What has names in IAM. */
const iam = {
  upstreams: { quay: quay(), other: privateEcr({ account: "222222222222", region }) },
  expiry: { days: 7 },
  tags: { team: "platform" },
  pullPermissions: { as: "managed-policy" },
};

function problems(id: unknown, props: object = {}): string[] {
  const app = Testing.app();
  build(app, id as string, { region, ...props });
  return problemsOf(app);
}

describe("the id of a stack", () => {
  it.each(["prod:eu", "é", "a/b", "Käse", "-x", ".", "..", ".hidden", "a\\b", "x".repeat(227)])(
    "is refused where it is %j, once, whatever is in the stack",
    (id) => {
      for (const props of [{}, iam, alarm, { ...iam, ...alarm }]) {
        const [problem = "", ...others] = problems(id, props);
        expect(others).toEqual([]);
        expect(problem.slice(problem.indexOf("]") + 2)).toMatch(/^id = "/);
        expect(problem.split("\n").slice(1)).toEqual([`  allowed: ${ALLOWED}`, `  fix: ${CHOOSE}`]);
      }
    },
  );

  it.each(["", "a b", "a*", "x{y}", "what?", "[a]", "a!", "a\nb"])(
    "is refused with a sentence where CDKTF would only show a trace: %j",
    (id) => {
      expect(problems(id)).toEqual([
        printed([`[stack-1] id = ${JSON.stringify(id)}`, ALLOWED, CHOOSE]),
      ]);
    },
  );

  it.each([
    [undefined, "undefined", ALLOWED, GIVE],
    [1, "a number", ALLOWED, CHOOSE],
    ["constructor", '"constructor"', "a name that is not JavaScript's own", CHOOSE],
    ["__proto__", '"__proto__"', "a name that is not JavaScript's own", CHOOSE],
    ["toString", '"toString"', "a name that is not JavaScript's own", CHOOSE],
  ])("is refused where it is %s", (id, given, allowed, fix) => {
    expect(problems(id)).toEqual([printed([`[stack-1] id = ${given}`, allowed, fix])]);
  });

  it.each([
    ["a@b", alarm, TOPIC],
    ["a.b", alarm, TOPIC],
    ["a=b", alarm, TOPIC],
    ["a@b", existing, RULE],
    ["a+b", existing, RULE],
  ])("is refused with an alarm where it is %s", (id, props, allowed) => {
    expect(problems(id, props)).toEqual([
      printed([`[${id}/failure-alarm] id of the stack = "${id}"`, allowed, BEFORE]),
    ]);
  });

  it("may be more where nothing of the stack refuses it", () => {
    for (const id of ["a@b", "a.b", "a=b", "a+b", "a,b", "A_b-1", "x".repeat(226)]) {
      expect(problems(id, iam)).toEqual([]);
    }
    expect(problems("a.b", existing)).toEqual([]);
    expect(problems("A_b-1", { ...iam, ...alarm })).toEqual([]);
  });

  it("is that of one stack, capitals or not", () => {
    const app = Testing.app();
    for (const id of ["Cache", "cache", "Cache"]) build(app, id, { region });
    const allowed = "one stack for each id; capitals alone make no other one";
    const fix = "choose another id: Cache has this one";
    expect(problemsOf(app)).toEqual([
      printed(['[cache] id = "cache"', allowed, fix]),
      printed(['[stack-3] id = "Cache"', allowed, fix]),
    ]);
  });

  it("is checked for the access of a pipeline too", () => {
    const app = Testing.app();
    new PipelineAccessStack(app, "prod:eu", {
      region,
      pipeline: {
        gitHub: {
          ...{ repository: "acme/caches", environment: "production" },
          ids: { owner: "1", repository: "2" },
        },
      },
      stacks: { cache: { region, prefixes: ["docker-hub"] } },
      planSecretValues: "hidden",
    });
    expect(problemsOf(app)).toEqual([printed(['[prod:eu] id = "prod:eu"', ALLOWED, CHOOSE])]);
  });

  it("is checked where a construct is used without the stack", () => {
    const stack = new TerraformStack(Testing.app(), "prod:eu");
    const prefixes = ["quay"];
    new PullPermissions(stack, "one", { region, prefixes, as: "managed-policy" });
    expect(stack.node.findChild("one").node.validate()).toEqual([
      printed(['id of the stack = "prod:eu"', ALLOWED, CHOOSE]),
    ]);
  });
});
