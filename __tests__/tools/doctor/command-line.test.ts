import { describe, expect, it } from "vitest";
import { readCommandLine, usage } from "../../../tools/doctor/command-line";
import { doctor } from "./fixture";

describe("the command line of npm run doctor", () => {
  it("looks at all that AWS has when nothing is said", () => {
    expect(readCommandLine([])).toEqual({
      help: false,
      app: undefined,
      stacks: [],
      region: undefined,
      prefixes: undefined,
      principals: [],
      images: [],
      fix: false,
      json: false,
    });
  });

  it("takes a stack for one of main.ts, and a prefix with its slash", () => {
    const { app, stacks, prefixes } = readCommandLine(["--stack", "a", "--prefix", "docker-hub/"]);
    expect({ app, stacks, prefixes }).toEqual({
      app: "main.ts",
      stacks: ["a"],
      prefixes: ["docker-hub"],
    });
  });

  it.each([
    [["--fixx"], "Unknown option '--fixx'. See --help."],
    [["main.ts"], "Unexpected argument 'main.ts'"],
    [["--region", "ireland"], '--region "ireland"\nallowed: the code of an AWS Region'],
    [["--region", "us-gov-west-1"], "ECR has no pull-through cache in the partition aws-us-gov"],
    [["--principal", "node"], "allowed: the ARN of a role, a user or a group of IAM"],
    [
      ["--principal", "arn:aws:sts::111111111111:assumed-role/node/i-0123"],
      "give the role behind this session: arn:aws:iam::111111111111:role/node",
    ],
    [["--image", "${IMAGE}"], "copy it from the manifest, with variables filled in"],
  ])("%j is refused with 64", async (args, sentence) => {
    const { code, stdout, stderr } = await doctor(...args);
    expect(stderr).toContain(sentence);
    expect({ code, stdout }).toEqual({ code: 64, stdout: "" });
  });

  it("explains itself", async () => {
    expect(await doctor("--help")).toEqual({ code: 0, stdout: usage, stderr: "" });
  });
});
