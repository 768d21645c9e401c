import { beforeEach, describe, expect, it, vi } from "vitest";
import { ACCOUNT, credentialsFrom, policy, useLocalAws } from "../../local-aws/fixture";
import { aHealthyCache, diagnosis, useEnvironmentOf } from "./fixture";

const local = useLocalAws();
useEnvironmentOf(local);

const SecretId = "ecr-pullthroughcache/docker-hub";
const MAIN = ["--app", "main.ts", "--region", "eu-west-1"];
const value = JSON.stringify({ username: "someone", accessToken: "not-a-real-token" });

/** The AWS provider names versions like this, and every other client by a UUID. */
const byTerraform = (time = "20260102030405060700000001") =>
  local.secrets.putSecretValue({
    SecretId,
    SecretString: value,
    ClientRequestToken: `terraform-${time}`,
  });
const bySomebodyElse = () => local.secrets.putSecretValue({ SecretId, SecretString: value });

const found = async (...args: string[]) => {
  const { codes } = await diagnosis(...args);
  return codes.filter((code) => code.endsWith("secret-rotated"));
};

describe("a secret", () => {
  beforeEach(() => aHealthyCache(local));

  it("that Terraform never wrote is nobody's business, unless the app makes it", async () => {
    expect(await found()).toEqual([]);
    expect(await found(...MAIN)).toEqual(["note secret-rotated"]);
  });

  it("that Terraform wrote last is as it should be", async () => {
    await byTerraform();
    expect(await found()).toEqual([]);
    expect(await found(...MAIN)).toEqual([]);
  });

  it("that somebody else wrote after Terraform is found, however often it was written", async () => {
    await byTerraform();
    for (const _ of ["once", "twice", "three times"]) {
      await bySomebodyElse();
      expect(await found()).toEqual(["warning secret-rotated"]);
    }
    const [finding] = (await diagnosis(...MAIN)).findings;
    expect(finding?.fix).toContain("npx cdktf deploy ecr-pull-through-cache");
  });

  it("is found as far as it can be by who may not list its versions", async () => {
    await byTerraform();
    await bySomebodyElse();
    await become({ Action: ["ecr:*", "sts:*", "secretsmanager:DescribeSecret"], Resource: "*" });
    expect(await found()).toEqual(["warning secret-rotated"]);
    await bySomebodyElse();
    expect(await found()).toEqual([]);
    expect(await found(...MAIN)).toEqual(["note secret-rotated"]);
  });
});

async function become(statement: Readonly<Record<string, unknown>>): Promise<void> {
  const RoleName = "doctor";
  await local.iam.createRole({
    RoleName,
    AssumeRolePolicyDocument: policy({ Action: "sts:AssumeRole", Principal: { AWS: ACCOUNT } }),
  });
  const PolicyDocument = policy(statement);
  await local.iam.putRolePolicy({ RoleName, PolicyName: "look", PolicyDocument });
  const RoleArn = `arn:aws:iam::${ACCOUNT}:role/${RoleName}`;
  const session = await local.sts.assumeRole({ RoleArn, RoleSessionName: "a-session" });
  const { accessKeyId, secretAccessKey, sessionToken } = credentialsFrom(session);
  vi.stubEnv("AWS_ACCESS_KEY_ID", accessKeyId);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", secretAccessKey);
  vi.stubEnv("AWS_SESSION_TOKEN", sessionToken);
}
