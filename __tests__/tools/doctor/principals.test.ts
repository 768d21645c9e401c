import { beforeEach, describe, expect, it } from "vitest";
import { ACCOUNT, policy, useLocalAws } from "../../local-aws/fixture";
import {
  aHealthyCache,
  aNode,
  diagnosis,
  doctor,
  HOST,
  NODE,
  organizationPolicy,
  pullPolicy,
  useEnvironmentOf,
  without,
  withoutCreate,
} from "./fixture";

const local = useLocalAws();
useEnvironmentOf(local);

describe("somebody who pulls", () => {
  beforeEach(async () => {
    await aHealthyCache(local);
    await local.ecr.deleteRegistryPolicy({});
  });

  it.each([
    ["ecr:BatchGetImage", "no image can be pulled"],
    ["ecr:GetDownloadUrlForLayer", "no image can be pulled"],
    ["ecr:BatchImportUpstreamImage", "an image or a tag that is not cached yet cannot be pulled"],
    ["ecr:CreateRepository", "the first pull of a new image fails"],
  ])("without %s is told what fails", async (action, effect) => {
    await aNode(local, pullPolicy(without(action)));
    const { findings, code } = await diagnosis("--principal", NODE);
    expect(findings).toMatchObject([
      {
        code: "principal-permission",
        where: NODE,
        cause: `${action} on docker-hub/*: no policy allows it; ${effect}`,
        fix: expect.stringContaining('attachToRoles: ["node"]'),
      },
    ]);
    expect(code).toBe(1);
  });

  it("gets the policy that it lacks as a command that works", async () => {
    await aNode(local, policy({ Action: "ecr:DescribeImages", Resource: "*" }));
    const { findings } = await diagnosis("--principal", NODE);
    expect(findings.map(({ cause }) => cause.split(" on ")[0])).toEqual([
      "ecr:GetAuthorizationToken",
      "ecr:BatchGetImage",
      "ecr:BatchImportUpstreamImage",
      "ecr:CreateRepository",
      "ecr:GetDownloadUrlForLayer",
    ]);
    const [, PolicyDocument = ""] = /--policy-document '(.+)'$/.exec(findings[0]?.fix ?? "") ?? [];
    await local.iam.putRolePolicy({ RoleName: "node", PolicyName: "a", PolicyDocument });
    expect(await diagnosis("--principal", NODE)).toMatchObject({ code: 0, findings: [] });
  });

  it("is told that a policy denies it", async () => {
    await aNode(
      local,
      policy(
        { Action: "ecr:*", Resource: "*" },
        { Effect: "Deny", Action: "ecr:CreateRepository", Resource: "*" },
      ),
    );
    const { findings } = await diagnosis("--principal", NODE);
    expect(findings).toMatchObject([
      {
        cause:
          "ecr:CreateRepository on docker-hub/*: a policy denies it; the first pull of a new image fails",
        fix: expect.stringContaining("aws iam list-attached-role-policies --role-name node"),
      },
    ]);
  });

  it("is not found fault with for what only a real call can tell", async () => {
    const Condition = { StringEquals: { "aws:SourceVpc": "vpc-1" } };
    await aNode(local, policy({ Action: "ecr:*", Resource: "*", Condition }));
    const { codes, findings, code } = await diagnosis("--principal", NODE);
    expect(new Set(codes)).toEqual(new Set(["unknown principal-condition"]));
    expect(findings[0]?.cause).toContain("depends on aws:SourceVpc");
    expect(code).toBe(2);
  });

  it("may have from the registry's policy what its own lacks", async () => {
    await local.ecr.putRegistryPolicy({ policyText: organizationPolicy() });
    await aNode(local, pullPolicy(withoutCreate));
    const { codes, code } = await diagnosis("--principal", NODE);
    expect({ codes, code }).toEqual({ codes: ["note principal-by-policy"], code: 0 });
  });

  it("has the registry's policy looked at for each cache", async () => {
    await local.ecr.createPullThroughCacheRule({
      ecrRepositoryPrefix: "quay",
      upstreamRegistryUrl: "quay.io",
    });
    await local.ecr.putRegistryPolicy({ policyText: organizationPolicy() });
    await aNode(local, policy({ Action: "ecr:GetAuthorizationToken", Resource: "*" }));
    const { findings } = await diagnosis("--principal", NODE);
    const about = findings.filter(({ cause }) => cause.startsWith("ecr:CreateRepository"));
    expect(about.map(({ code, cause }) => [code, cause.split(/ is |: /)[0]])).toEqual([
      ["principal-by-policy", "ecr:CreateRepository on docker-hub/*"],
      ["principal-permission", "ecr:CreateRepository on quay/*"],
    ]);
  });

  it("cannot log in with nothing but the registry's policy", async () => {
    const policyText = policy({ Principal: "*", Action: "ecr:*", Resource: "*" });
    await local.ecr.putRegistryPolicy({ policyText });
    await aNode(local, policy({ Action: "sqs:ListQueues", Resource: "*" }));
    const { codes } = await diagnosis("--principal", NODE);
    expect(codes).toEqual([
      "error principal-permission",
      ...Array(4).fill("note principal-by-policy"),
    ]);
  });

  it("is named once, with all that it lacks and one fix", async () => {
    await aNode(local, pullPolicy(["ecr:BatchGetImage"]));
    const { stdout } = await doctor("--principal", NODE);
    const lines = stdout.split("\n").filter((line) => line.startsWith("  "));
    expect(lines.map((line) => line.slice(0, 60))).toEqual([
      "  error: principal-permission",
      `    ${NODE}`,
      "      ecr:BatchImportUpstreamImage on docker-hub/*: no polic",
      "      ecr:CreateRepository on docker-hub/*: no policy allows",
      "      ecr:GetDownloadUrlForLayer on docker-hub/*: no policy ",
      '      fix: main.ts: pullPermissions: { as: "managed-policy",',
    ]);
  });

  it("is asked about the images that it pulls, where some are named", async () => {
    const library = `arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/docker-hub/library/*`;
    await aNode(
      local,
      policy(
        { Action: "ecr:GetAuthorizationToken", Resource: "*" },
        { Action: "ecr:*", Resource: library },
      ),
    );
    const image = (name: string) => ["--image", `${HOST}/docker-hub/${name}`];
    const pulls = await diagnosis("--principal", NODE, ...image("library/nginx"));
    expect(pulls).toMatchObject({ code: 0, findings: [] });
    const others = await diagnosis("--principal", NODE, ...image("grafana/loki"));
    expect(others.findings[0]?.cause).toContain("ecr:BatchGetImage on docker-hub/grafana/loki: ");
  });
});
