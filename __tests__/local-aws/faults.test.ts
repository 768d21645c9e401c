import { ECR } from "@aws-sdk/client-ecr";
import { describe, expect, it } from "vitest";
import { refusal, useLocalAws } from "./fixture";

const local = useLocalAws();
const describeRegistry = () => local.ecr.describeRegistry({});

describe("a call that is to fail", () => {
  it("fails as often as asked, and then succeeds", async () => {
    local.aws.fail({ call: "ecr:DescribeRegistry", times: 2 });
    const failed = "AccessDeniedException: local-aws was asked to let ecr:DescribeRegistry fail";
    expect(await refusal(describeRegistry())).toBe(failed);
    expect(await refusal(describeRegistry())).toBe(failed);
    expect(await refusal(describeRegistry())).toBe("accepted");
  });

  it("may succeed some times before", async () => {
    local.aws.fail({ call: "ecr:DescribeRegistry", after: 1 });
    expect(await refusal(describeRegistry())).toBe("accepted");
    expect(await refusal(describeRegistry())).toMatch(/^AccessDeniedException: /);
  });

  it("fails with the error that it is given", async () => {
    local.aws.fail({
      call: "ecr:DescribeRegistry",
      code: "ServerException",
      message: "Something broke",
      status: 500,
    });
    expect(await refusal(describeRegistry())).toBe("ServerException: Something broke");
  });

  it("fails in the words of its service", async () => {
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

  it("is forgiven when faults are cleared", async () => {
    local.aws.fail({ call: "ecr:DescribeRegistry" });
    local.aws.clearFaults();
    expect(await refusal(describeRegistry())).toBe("accepted");
  });
});

describe("a call that is slowed down", () => {
  it("is made again by the SDK", async () => {
    local.aws.throttle({ call: "ecr:DescribeRegistry", times: 1 });
    const patient = new ECR({ ...local.config(), maxAttempts: 2 });
    expect(await refusal(patient.describeRegistry({}))).toBe("accepted");
    expect(local.aws.calls.map(({ error }) => error)).toEqual(["ThrottlingException", undefined]);
  });

  it("is slowed down in the words of its service", async () => {
    local.aws.throttle({ call: "sts:GetCallerIdentity" });
    expect(await refusal(local.sts.getCallerIdentity({}))).toBe("Throttling: Rate exceeded");
  });
});
