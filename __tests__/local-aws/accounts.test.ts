import { ECR } from "@aws-sdk/client-ecr";
import { STS } from "@aws-sdk/client-sts";
import { describe, expect, it } from "vitest";
import { startLocalAws } from "../../local-aws";
import { ACCOUNT, refusal, useLocalAws } from "./fixture";

const local = useLocalAws();
const RoleArn = "arn:aws:iam::222222222222:role/deployers/deploy";

async function credentialsOf(roleArn = RoleArn) {
  const { Credentials } = await local.sts.assumeRole({
    RoleArn: roleArn,
    RoleSessionName: "a-session",
  });
  return {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  };
}

describe("a caller", () => {
  it("belongs to the default account", async () => {
    expect(await local.sts.getCallerIdentity({})).toMatchObject({
      Account: ACCOUNT,
      Arn: `arn:aws:iam::${ACCOUNT}:user/local-aws`,
    });
  });

  it("that assumed a role belongs to the role's account", async () => {
    const sts = new STS({ ...local.config(), credentials: await credentialsOf() });
    expect(await sts.getCallerIdentity({})).toMatchObject({
      Account: "222222222222",
      Arn: "arn:aws:sts::222222222222:assumed-role/deploy/a-session",
    });
  });

  it("sees its own account's registry only", async () => {
    const ecr = new ECR({ ...local.config(), credentials: await credentialsOf() });
    const rule = { ecrRepositoryPrefix: "quay", upstreamRegistryUrl: "quay.io" };
    expect(await ecr.createPullThroughCacheRule(rule)).toMatchObject({
      registryId: "222222222222",
    });
    const { pullThroughCacheRules } = await local.ecr.describePullThroughCacheRules({});
    expect(pullThroughCacheRules).toEqual([]);
    expect(Object.keys(local.aws.inventory())).toEqual(["222222222222"]);
  });

  it("with temporary credentials that were never issued is refused", async () => {
    const credentials = { ...(await credentialsOf()), sessionToken: "another" };
    const ecr = new ECR({ ...local.config(), credentials });
    expect(await refusal(ecr.describeRegistry({}))).toBe(
      "UnrecognizedClientException: The security token included in the request is invalid.",
    );
  });

  it("can only assume roles", async () => {
    expect(await refusal(credentialsOf("arn:aws:iam::222222222222:user/someone"))).toBe(
      "ValidationError: arn:aws:iam::222222222222:user/someone is invalid",
    );
  });
});

it("an account has twelve digits", async () => {
  await expect(startLocalAws({ accountId: "1234" })).rejects.toThrow(
    'An account id has twelve digits, unlike "1234".',
  );
});
