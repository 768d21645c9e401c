import { ECR } from "@aws-sdk/client-ecr";
import { describe, expect, it } from "vitest";
import { refusal, useLocalAws } from "./fixture";

const local = useLocalAws();
const describeRegistry = () => local.ecr.describeRegistry({});

describe("a call with a fault", () => {
  it("fails the given number of times, and then succeeds", async () => {
    local.aws.fail({ call: "ecr:DescribeRegistry", times: 2 });
    const failed = "AccessDeniedException: local-aws was asked to let ecr:DescribeRegistry fail";
    expect(await refusal(describeRegistry())).toBe(failed);
    expect(await refusal(describeRegistry())).toBe(failed);
    expect(await refusal(describeRegistry())).toBe("accepted");
  });

  it("can succeed a number of times first", async () => {
    local.aws.fail({ call: "ecr:DescribeRegistry", after: 1 });
    expect(await refusal(describeRegistry())).toBe("accepted");
    expect(await refusal(describeRegistry())).toMatch(/^AccessDeniedException: /);
  });

  it("fails with the given error", async () => {
    local.aws.fail({
      call: "ecr:DescribeRegistry",
      code: "ServerException",
      message: "Something broke",
      status: 500,
    });
    expect(await refusal(describeRegistry())).toBe("ServerException: Something broke");
  });

  it("fails with an error of its service", async () => {
    local.aws.fail({ call: "iam:ListRoles" });
    expect(await refusal(local.iam.listRoles({}))).toMatch(/^AccessDenied: /);
  });

  it("changes nothing", async () => {
    local.aws.fail({ call: "secretsmanager:CreateSecret" });
    await refusal(local.secrets.createSecret({ Name: "a" }));
    expect(local.aws.inventory()).toEqual({});
  });

  it("must exist", () => {
    expect(() => local.aws.fail({ call: "ecr:PutRegistryPolice" })).toThrow(
      'local-aws has no call "ecr:PutRegistryPolice"',
    );
  });

  it("succeeds after faults are cleared", async () => {
    local.aws.fail({ call: "ecr:DescribeRegistry" });
    local.aws.clearFaults();
    expect(await refusal(describeRegistry())).toBe("accepted");
  });
});

describe("a throttled call", () => {
  it("is retried by the SDK", async () => {
    local.aws.throttle({ call: "ecr:DescribeRegistry", times: 1 });
    const patient = new ECR({ ...local.config(), maxAttempts: 2 });
    expect(await refusal(patient.describeRegistry({}))).toBe("accepted");
    expect(local.aws.calls.map(({ error }) => error)).toEqual(["ThrottlingException", undefined]);
  });

  it("fails with the throttling error of its service", async () => {
    local.aws.throttle({ call: "sts:GetCallerIdentity" });
    expect(await refusal(local.sts.getCallerIdentity({}))).toBe("Throttling: Rate exceeded");
  });
});
