import { describe, expect, it } from "vitest";
import { readCommandLine, UsageError } from "../../local-aws/command-line";

describe("the command line of local-aws", () => {
  it("may be empty", () => {
    expect(readCommandLine([])).toEqual({
      help: false,
      port: 0,
      region: "eu-west-1",
      accountId: "111111111111",
      registryPolicyScope: "V2",
      requireSecretValue: false,
      fail: [],
      images: [],
      throttle: [],
    });
  });

  it("names calls that are to fail, once or several times", () => {
    const args = ["--fail", "ecr:PutRegistryPolicy", "--fail", "iam:CreateRole:3"];
    expect(readCommandLine(args).fail).toEqual([
      { call: "ecr:PutRegistryPolicy", times: 1 },
      { call: "iam:CreateRole", times: 3 },
    ]);
  });

  it.each([
    [["--port", "70000"], '--port takes a number from 0 to 65535, not "70000".'],
    [["--account", "1"], '--account takes twelve digits, not "1".'],
    [["--region", "Ireland"], '--region takes a Region such as eu-west-1, not "Ireland".'],
    [["--registry-policy-scope", "V3"], '--registry-policy-scope is V1 or V2, not "V3".'],
    [
      ["--fail", "ecr:PutRegistryPolice"],
      '--fail takes a call that local-aws has, such as ecr:CreatePullThroughCacheRule:2, not "ecr:PutRegistryPolice".',
    ],
    [
      ["--throttle", "iam:CreateRole:0"],
      '--throttle takes a call that local-aws has, such as ecr:CreatePullThroughCacheRule:2, not "iam:CreateRole:0".',
    ],
    [
      ["--image", "nginx"],
      '--image: An upstream\'s image is HOST/REPOSITORY:TAG, such as registry-1.docker.io/library/nginx:1.29, unlike "nginx".',
    ],
    [["--prot", "1"], "Unknown option '--prot'. See --help."],
    [["4566"], "Unexpected argument '4566'. See --help."],
    [["--port"], "Option '--port <value>' argument missing. See --help."],
  ])("%j is refused in one sentence", (args, sentence) => {
    expect(() => readCommandLine(args)).toThrow(new UsageError(sentence));
  });
});
