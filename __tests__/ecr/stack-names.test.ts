import { describe, expect, it } from "vitest";
import {
  checkAlarmName,
  checkStackName,
  failuresName,
  pullPolicyName,
  templateRoleName,
  upstreamRoleName,
} from "../../ecr/stack-names";
import { itAccepts, itRefuses } from "./rule";

describe("the id of a stack", () => {
  const fix = 'choose a name such as "cache-eu-west-1"';
  const allowed =
    "1 to 226 letters from a to z, digits or +=,.@_-, with a letter, a digit or _ first: it names a folder, the state, and roles in IAM";
  itAccepts(checkStackName, ["a", "cache-eu-west-1", "_A+=,.@-1", "a".repeat(226)]);
  itRefuses(checkStackName, { allowed, fix }, [
    ...["", "-a", ".a", "a b", "a/b", "é", "prod:eu", "a\n", "a!", "a".repeat(227)],
  ]);
  itRefuses(checkStackName, { allowed: "a name that is not JavaScript's own", fix }, [
    ...["constructor", "toString"],
  ]);

  it("is a string", () => {
    expect(checkStackName(1)).toEqual({ given: "a number", allowed, fix });
  });
});

describe("the id of a stack with an alarm", () => {
  const fix = "choose another id before the first deployment, or leave `failureAlarm` out";
  const withTopic = (id: string) => checkAlarmName(id, true);
  const withoutTopic = (id: string) => checkAlarmName(id, false);
  itAccepts(withTopic, ["a", "cache_eu-west-1"]);
  itRefuses(
    withTopic,
    {
      allowed:
        "letters, digits, _ or - for a stack with an alarm: its topic in Amazon SNS is named after it",
      fix,
    },
    ["a.b", "a@b", "a+"],
  );
  itAccepts(withoutTopic, ["a", "cache_eu-west-1", "a.b"]);
  itRefuses(
    withoutTopic,
    {
      allowed:
        "letters, digits, ., _ or - for a stack with an alarm: its rule in EventBridge is named after it",
      fix,
    },
    ["a@b", "a+"],
  );

  it.each(["é", "", "a:b"])("is not looked at again where no stack may have it: %j", (id) => {
    expect(checkAlarmName(id, true)).toBeUndefined();
  });
});

describe("the names of what a stack creates", () => {
  it("begin with its id and the Region", () => {
    expect(templateRoleName("prod", "eu-west-1")).toBe("prod-eu-west-1-creation");
    expect(upstreamRoleName("prod", "eu-west-1", "docker")).toBe("prod-eu-west-1-upstream-docker");
    expect(pullPolicyName("prod", "eu-west-1")).toBe("prod-eu-west-1-pull");
    expect(failuresName("prod", "eu-west-1")).toBe("prod-eu-west-1-failures");
  });
});
