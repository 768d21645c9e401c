import { describe, expect, it } from "vitest";
import { parseImageReference } from "../../../references/image-reference";
import { checkImages } from "../../../tools/doctor/checks/images";
import { checkRegistryPolicy } from "../../../tools/doctor/checks/registry-policy";
import { checkRules } from "../../../tools/doctor/checks/rules";
import { checkSecret } from "../../../tools/doctor/checks/secret";
import { shapeProblem } from "../../../tools/doctor/checks/secret-shape";
import { closestTo, isUnder, type Registry, type Rule } from "../../../tools/doctor/registry";
import { reasonOf } from "../../../tools/doctor/simulation";
import type { WantedCaches } from "../../../tools/doctor/wanted-caches";
import { ACCOUNT, policy } from "../../local-aws/fixture";
import { HOST, organizationPolicy, without, withoutCreate } from "./fixture";

const rule = (ecrRepositoryPrefix: string, upstreamRegistryUrl: string): Rule => ({
  ecrRepositoryPrefix,
  upstreamRegistryUrl,
});
const DUAL_STACK = `${ACCOUNT}.dkr-ecr.eu-west-1.on.aws`;
const HUB = rule("docker-hub", "registry-1.docker.io");

const WANTED: WantedCaches = {
  stack: "cache",
  rules: [
    { address: "a", prefix: "docker-hub", upstream: "registry-1.docker.io", makesSecret: true },
  ],
  unknown: [],
  templates: ["ROOT"],
  policyActions: ["ecr:BatchImportUpstreamImage", "ecr:BatchGetImage"],
};

/** A registry whose AWS is never asked. */
const registry = (parts: Partial<Registry> = {}): Registry => ({
  aws: { accountId: ACCOUNT, region: "eu-west-1", partition: "aws" } as Registry["aws"],
  rules: [HUB],
  templates: [],
  policy: undefined,
  policyScope: "V2",
  wanted: undefined,
  prefixes: undefined,
  ...parts,
});

const told = (findings: readonly { severity: string; code: string }[]) =>
  findings.map(({ severity, code }) => `${severity} ${code}`);

describe("rules", () => {
  const prefixes = ["docker-hub"];

  it("that are as the app says are fine", () => {
    expect(checkRules(registry({ wanted: WANTED, prefixes }))).toEqual([]);
  });

  it("of another upstream are named, with both upstreams", () => {
    const rules = [rule("docker-hub", "quay.io")];
    const [found] = checkRules(registry({ wanted: WANTED, prefixes, rules }));
    expect(found).toMatchObject({
      code: "rule-upstream",
      where: "rule docker-hub",
      cause: expect.stringContaining("it caches quay.io, not registry-1.docker.io"),
    });
  });

  it("of which only Terraform knows are not looked at", () => {
    const unknown = [{ address: "a", why: "TF_VAR_host is not set" }];
    const found = checkRules(registry({ wanted: { ...WANTED, unknown }, prefixes }));
    expect(told(found)).toEqual(["unknown not-looked-at"]);
  });
});

describe("a registry's policy", () => {
  const check = (policyText: string | undefined, parts: Partial<Registry> = {}) =>
    told(checkRegistryPolicy(registry({ policy: policyText, ...parts })));

  it("may be missing, unless the app has one", () => {
    expect(check(undefined)).toEqual([]);
    expect(check(undefined, { wanted: WANTED })).toEqual(["error policy-missing"]);
  });

  it("of the old scope knows three actions", () => {
    const V1 = { policyScope: "V1" } as const;
    expect(check(organizationPolicy(), V1)).toContain("error policy-scope");
    expect(check(undefined, { ...V1, wanted: WANTED })).toContain("error policy-scope");
    expect(check(organizationPolicy(["ecr:CreateRepository"]), V1)).toEqual([]);
  });

  it.each([["ecr:CreateRepository"], ["ecr:BatchGetImage"], ["ecr:GetDownloadUrlForLayer"]])(
    "that lets others import without %s is not enough",
    (action) => {
      const [found, ...more] = checkRegistryPolicy(
        registry({ policy: organizationPolicy(without(action)) }),
      );
      expect(found).toMatchObject({ code: "policy-too-little", severity: "warning" });
      expect(found?.cause).toContain(`but not ${action}: `);
      expect(more).toEqual([]);
    },
  );

  it("may say the rest in another statement, for the same or for everybody", () => {
    const [rest] = JSON.parse(organizationPolicy(["ecr:CreateRepository"])).Statement;
    const [main] = JSON.parse(organizationPolicy(withoutCreate)).Statement;
    const both = (other: object) => policy({ ...main, Sid: "a" }, { ...other, Sid: "b" });
    const { Condition: _, ...everybody } = rest;
    expect(check(both(rest))).toEqual([]);
    expect(check(both(everybody))).toEqual([]);
    expect(check(both({ ...rest, Principal: { AWS: "222222222222" } }))).toHaveLength(1);
    expect(
      check(both({ ...rest, Resource: `${rest.Resource.slice(0, -1)}library/*` })),
    ).toHaveLength(1);
    expect(check(both({ ...rest, Effect: "Deny" }))).toHaveLength(1);
  });

  it("for the account itself, or without imports, is nobody else's", () => {
    const Resource = "*";
    const own = { AWS: `arn:aws:iam::${ACCOUNT}:root` };
    const Action = "ecr:BatchImportUpstreamImage";
    expect(check(policy({ Principal: own, Action, Resource }))).toEqual([]);
    expect(check(organizationPolicy(["ecr:BatchGetImage"]))).toEqual([]);
  });
});

describe("a secret that a rule cannot have", () => {
  it.each([
    [
      "arn:aws:secretsmanager:us-east-1:111111111111:secret:ecr-pullthroughcache/a-abcdef",
      "Region",
    ],
    [
      "arn:aws:secretsmanager:eu-west-1:222222222222:secret:ecr-pullthroughcache/a-abcdef",
      "account",
    ],
    ["arn:aws:secretsmanager:eu-west-1:111111111111:secret:docker-hub-abcdef", "name begins"],
  ])("%s is misplaced, without asking AWS", async (arn, why) => {
    const [found] = await checkSecret(arn, "docker-hub", registry());
    expect(found).toMatchObject({ code: "secret-misplaced", where: `secret ${arn}` });
    expect(found?.cause).toContain(why);
  });
});

describe("the value of a secret", () => {
  it.each([
    ['{"username": "someone", "accessToken": "not-a-real-token"}', undefined],
    [undefined, "it is binary, not text"],
    ["not-a-real-token", "it is not a JSON object"],
    ["[]", "it is not a JSON object"],
    ["null", "it is not a JSON object"],
    ['{"accessToken": "not-a-real-token"}', "the key username is missing"],
    ['{"username": "someone"}', "the key accessToken is missing"],
    [
      '{"username": "someone", "accesstoken": "not-a-real-token"}',
      "the key accessToken is written with different upper and lower case",
    ],
    ['{"username": "", "accessToken": "not-a-real-token"}', "username is empty"],
    ['{"username": "someone", "accessToken": 1}', "accessToken is not a string"],
    [
      '{"username": "someone", "accessToken": "not-a-real-token\\n"}',
      "accessToken begins or ends with whitespace",
    ],
  ])("%s: %s", (value, problem) => {
    expect(shapeProblem(value)).toBe(problem);
  });
});

describe("an image", () => {
  const rules = [HUB, rule("quay", "quay.io"), rule("ghcr", "ghcr.io")];
  const check = (text: string) => {
    const reference = parseImageReference(text);
    return checkImages(registry({ rules }), reference ? [{ ...reference, text }] : []);
  };

  it.each([
    [`${HOST}/docker-hub/library/nginx:1.29`],
    [`${HOST}/docker-hub/grafana/loki`],
    [`${HOST}/quay/prometheus`],
    [`${DUAL_STACK}/quay/prometheus`],
    [`${ACCOUNT}.dkr.ecr-fips.eu-west-1.amazonaws.com/quay/prometheus`],
  ])("%s is well", (text) => {
    expect(check(text)).toEqual([]);
  });

  it.each([
    ["nginx:1.29", "image-elsewhere", `${HOST}/docker-hub/library/nginx:1.29`],
    ["ghcr.io/a/b", "image-elsewhere", `${HOST}/ghcr/a/b`],
    ["lscr.io/a/b", "image-elsewhere", `${HOST}/ghcr/a/b`],
    ["mirror.gcr.io/nginx", "image-elsewhere", `${HOST}/docker-hub/library/nginx`],
    [`${DUAL_STACK}/docker-hub/nginx`, "image-library", `${DUAL_STACK}/docker-hub/library/nginx`],
    [`${HOST}/docker-hub/nginx:1.29`, "image-library", `${HOST}/docker-hub/library/nginx:1.29`],
    [`${HOST}/docker-hub/library/grafana/loki`, "image-library", `${HOST}/docker-hub/grafana/loki`],
  ])("%s is found out as %s, with the right reference", (text, code, fix) => {
    expect(check(text)).toMatchObject([{ code, fix, where: `image ${text}` }]);
  });

  it("of another registry of ECR is named by its account and Region", () => {
    const [found] = check("222222222222.dkr.ecr.us-east-1.amazonaws.com/docker-hub/a");
    expect(found?.cause).toContain("from the registry of 222222222222 in us-east-1");
  });

  it("without a cache is found out, with the prefixes there are", () => {
    const [found] = check(`${HOST}/docker-hub-not/a`);
    expect(found).toMatchObject({ code: "image-uncached" });
    expect(found?.fix).toContain("docker-hub, quay, ghcr");
  });

  it("by digest is noted", () => {
    const digest = `sha256:${"a".repeat(64)}`;
    expect(told(check(`${HOST}/quay/a@${digest}`))).toEqual(["note image-digest"]);
  });
});

it("the closest prefix is the longest, and ROOT the last", () => {
  const all = ["ROOT", "docker-hub", "docker-hub/library"].map((prefix) => ({ prefix }));
  expect(closestTo("docker-hub/library/nginx", all)?.prefix).toBe("docker-hub/library");
  expect(closestTo("docker-hub/grafana/loki", all)?.prefix).toBe("docker-hub");
  expect(closestTo("docker-hub-not/a", all)?.prefix).toBe("ROOT");
  expect(isUnder("docker-hub-not/a", "docker-hub")).toBe(false);
});

describe("what keeps a principal from an action", () => {
  const denied = { EvalActionName: "a", EvalDecision: "implicitDeny" } as const;

  it.each([
    [denied, "none"],
    [{ ...denied, EvalDecision: "explicitDeny" as const }, "deny"],
    [{ ...denied, OrganizationsDecisionDetail: { AllowedByOrganizations: false } }, "organization"],
    [
      {
        ...denied,
        PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false },
      },
      "boundary",
    ],
  ])("%j: %s", (result, reason) => {
    expect(reasonOf(result)).toBe(reason);
  });
});
