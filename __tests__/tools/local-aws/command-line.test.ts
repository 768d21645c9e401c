import { expect, it } from "vitest";
import { ecrCache } from "../cli/ecr-cache";

const CALL =
  "  allowed: a call that local-aws implements, optionally followed by a colon and a number of times\n  fix: write, for example, ";

it.each([
  [
    ["--port", "70000"],
    '--port "70000"\n  allowed: a whole number from 0 to 65535\n  fix: write --port 65535\n',
  ],
  [
    ["--port", "http"],
    '--port "http"\n  allowed: a whole number from 0 to 65535\n  fix: write --port 0\n',
  ],
  [
    ["--region", "Ireland"],
    '--region "Ireland"\n  allowed: the code of an AWS Region, such as eu-west-1\n  fix: write the Region\'s code as `aws ec2 describe-regions` lists it\n',
  ],
  [
    ["--registry-policy-scope", "V3"],
    "Option '--registry-policy-scope <version>' argument 'V3' is invalid. Allowed choices are V1, V2. See --help.\n",
  ],
  [
    ["--fail", "ecr:PutRegistryPolice"],
    `--fail "ecr:PutRegistryPolice"\n${CALL}--fail ecr:CreatePullThroughCacheRule:2\n`,
  ],
  [
    ["--throttle", "iam:CreateRole:0"],
    `--throttle "iam:CreateRole:0"\n${CALL}--throttle ecr:CreatePullThroughCacheRule:2\n`,
  ],
  [
    ["--image", "nginx"],
    '--image: An upstream\'s image is HOST/REPOSITORY:TAG, such as registry-1.docker.io/library/nginx:1.29, unlike "nginx".\n',
  ],
  [["--prot", "1"], "Unknown option '--prot'. Did you mean --port? See --help.\n"],
  [["4566"], "Too many arguments for 'local-aws'. Expected 0 arguments but got 1. See --help.\n"],
  [["--port"], "Option '--port <n>' argument missing. See --help.\n"],
])("%j is refused, and nothing is served", async (args, stderr) => {
  expect(await ecrCache(["local-aws", ...args])).toEqual({ code: 64, stdout: "", stderr });
});

it("an account is twelve digits", async () => {
  const { code, stderr } = await ecrCache(["local-aws", "--account", "1"]);
  expect(stderr).toMatch(/^--account "1"\n {2}allowed: .*twelve digits/);
  expect(code).toBe(64);
});
