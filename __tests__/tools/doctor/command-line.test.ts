import { describe, expect, it } from "vitest";
import { useLocalAws } from "../../local-aws/fixture";
import { aHealthyCache, doctor, useEnvironmentOf } from "./fixture";

const local = useLocalAws();
useEnvironmentOf(local);

const MAIN = ["--app", "main.ts"];

describe("the command line of the doctor", () => {
  it("has a cache with its slash, and several of them", async () => {
    await aHealthyCache(local);
    const { code, stdout } = await doctor("--prefix", "docker-hub/", "--prefix", "quay");
    expect(stdout).toContain("caches docker-hub");
    expect(stdout).toContain("rule quay");
    expect(stdout).not.toContain("rule docker-hub");
    expect(code).toBe(1);
  });

  it("asks the named app about a stack, else the one of cdktf.json", async () => {
    for (const [app, args] of [
      ["main.ts", []],
      ["examples/production.ts", ["--app", "examples/production.ts"]],
    ] as const) {
      const { code, stderr } = await doctor("--stack", "a", ...args);
      expect(stderr).toContain(`${app} has no stack "a".`);
      expect(code).toBe(64);
    }
  });

  it.each([
    [["--fixx"], "Unknown option '--fixx'. Did you mean --fix? See --help.\n"],
    [["main.ts"], "Too many arguments for 'doctor'. Expected 0 arguments but got 1. See --help.\n"],
    [
      [...MAIN, "--region", "ireland"],
      '--region "ireland"\n  allowed: the code of an AWS Region, such as eu-west-1\n  fix: write the Region\'s code as `aws ec2 describe-regions` lists it\n',
    ],
    [
      ["--region", "us-gov-west-1"],
      '--region "us-gov-west-1"\n  allowed: a Region of the partition aws\n  fix: choose another Region: ECR has no pull-through cache in the partition aws-us-gov (GovCloud)\n',
    ],
    [
      ["--principal", "node"],
      '--principal "node"\n  allowed: the ARN of a role, a user or a group of IAM\n  fix: copy it: aws iam get-role --role-name <name> --query Role.Arn\n',
    ],
    [
      ["--principal", "arn:aws:sts::111111111111:assumed-role/node/i-0123"],
      '--principal "arn:aws:sts::111111111111:assumed-role/node/i-0123"\n  allowed: the ARN of a role, a user or a group of IAM\n  fix: give the role behind this session: arn:aws:iam::111111111111:role/node, with its path if it has one\n',
    ],
    [
      ["--image", "${IMAGE}"],
      '--image "${IMAGE}"\n  allowed: an image reference, such as 111111111111.dkr.ecr.eu-west-1.amazonaws.com/docker-hub/library/nginx:1.29\n  fix: copy it from the manifest, with all variables replaced\n',
    ],
  ])("%j is refused with 64", async (args, stderr) => {
    expect(await doctor(...args)).toEqual({ code: 64, stdout: "", stderr });
  });

  it("warns of a Region that nobody knows", async () => {
    const { stderr } = await doctor("--region", "eu-north-9");
    expect(stderr).toContain('warning: --region "eu-north-9"\n');
  });
});
