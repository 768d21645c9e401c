import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { describe, expect, it } from "vitest";
import { aSecret, refusal, useLocalAws } from "./fixture";

const local = useLocalAws();
const hub = { ecrRepositoryPrefix: "docker-hub", upstreamRegistryUrl: "registry-1.docker.io" };
const notFound =
  "SecretNotFoundException: The ARN of the secret specified in the pull through cache rule was not found. Update the secret ARN with a valid one and try again.";

const create = (credentialArn: string) =>
  local.ecr.createPullThroughCacheRule({ ...hub, credentialArn });

describe("the secret of a rule", () => {
  it("must exist", async () => {
    const arn =
      "arn:aws:secretsmanager:eu-west-1:111111111111:secret:ecr-pullthroughcache/x-AbCdEf";
    expect(await refusal(create(arn))).toBe(notFound);
  });

  it("must be in the rule's Region", async () => {
    const elsewhere = new SecretsManager(local.config("us-east-1"));
    expect(await refusal(create(await aSecret(elsewhere)))).toBe(notFound);
  });

  it("must not be scheduled for deletion", async () => {
    const arn = await aSecret(local.secrets);
    await local.secrets.deleteSecret({ SecretId: arn });
    expect(await refusal(create(arn))).toBe(notFound);
  });

  it("must have a name that begins with ecr-pullthroughcache/", async () => {
    const arn = await aSecret(local.secrets, undefined, "another-name-for-the-docker-hub");
    expect(await refusal(create(arn))).toMatch(
      /^InvalidParameterException: Invalid parameter at 'credentialArn' failed to satisfy constraint: 'must satisfy regular expression '\^arn:aws/,
    );
  });

  it("must not be encrypted under a customer managed key", async () => {
    const { ARN = "" } = await local.secrets.createSecret({
      Name: "ecr-pullthroughcache/docker-hub",
      SecretString: "{}",
      KmsKeyId: "alias/mine",
    });
    expect(await refusal(create(ARN))).toBe(
      "UnableToDecryptSecretValueException: The secret is accessible but is unable to be decrypted. Verify the resource permissions and try again.",
    );
  });

  it("may get its value after the rule", async () => {
    const { ARN = "" } = await local.secrets.createSecret({
      Name: "ecr-pullthroughcache/docker-hub",
    });
    expect(await refusal(create(ARN))).toBe("accepted");
  });

  it("can be replaced", async () => {
    await create(await aSecret(local.secrets));
    const credentialArn = await aSecret(local.secrets, undefined, "ecr-pullthroughcache/new-one");
    const updated = await local.ecr.updatePullThroughCacheRule({
      ecrRepositoryPrefix: "docker-hub",
      credentialArn,
    });
    expect(updated).toMatchObject({ credentialArn, updatedAt: expect.any(Date) });
  });

  it("cannot be removed", async () => {
    await create(await aSecret(local.secrets));
    const call = local.ecr.updatePullThroughCacheRule({ ecrRepositoryPrefix: "docker-hub" });
    expect(await refusal(call)).toBe(
      "InvalidParameterException: Please set either credential arn or role arn to update the credentials",
    );
  });

  it("cannot be given to a rule that has none", async () => {
    const credentialArn = await aSecret(local.secrets);
    await local.ecr.createPullThroughCacheRule({
      ecrRepositoryPrefix: "quay",
      upstreamRegistryUrl: "quay.io",
    });
    const call = local.ecr.updatePullThroughCacheRule({
      ecrRepositoryPrefix: "quay",
      credentialArn,
    });
    expect(await refusal(call)).toBe(
      "InvalidParameterException: Please set either credential arn or role arn to update the credentials",
    );
  });
});

describe("validating a rule", () => {
  const validate = () =>
    local.ecr.validatePullThroughCacheRule({ ecrRepositoryPrefix: "docker-hub" });

  it("succeeds if the secret has the right form", async () => {
    await create(await aSecret(local.secrets));
    expect(await validate()).toMatchObject({ isValid: true });
  });

  it.each([
    ["not JSON", "someone:a-token"],
    ["without an access token", JSON.stringify({ username: "someone" })],
    ["with an empty access token", JSON.stringify({ username: "someone", accessToken: "" })],
    ["spelled in other letters", JSON.stringify({ Username: "someone", accesstoken: "a-token" })],
  ])("fails if the value is %s", async (_, value) => {
    await create(await aSecret(local.secrets, value));
    expect(await validate()).toMatchObject({
      isValid: false,
      failure: "The secret value is not a JSON object with a username and an accessToken.",
    });
  });

  it("fails if the secret has been deleted", async () => {
    const SecretId = await aSecret(local.secrets);
    await create(SecretId);
    await local.secrets.deleteSecret({ SecretId, ForceDeleteWithoutRecovery: true });
    expect(await validate()).toMatchObject({
      isValid: false,
      failure: "The secret of the pull through cache rule was not found.",
    });
  });
});

describe("when a secret must have a value first", () => {
  const strict = useLocalAws({ requireSecretValue: true });

  it("a rule whose secret has none is refused", async () => {
    const { ARN } = await strict.secrets.createSecret({ Name: "ecr-pullthroughcache/docker-hub" });
    const call = strict.ecr.createPullThroughCacheRule({ ...hub, credentialArn: ARN });
    expect(await refusal(call)).toBe(
      "UnableToAccessSecretException: The secret is unable to be accessed. Verify the resource permissions for the secret and try again.",
    );
  });
});

describe("a secret that ECR does not find at first", () => {
  const strict = useLocalAws({ hiddenSecretReads: 2 });

  it("makes the first rules for it fail, as those of any other new secret", async () => {
    for (const name of ["one", "two"]) {
      const credentialArn = await aSecret(
        strict.secrets,
        undefined,
        `ecr-pullthroughcache/${name}`,
      );
      const create = () =>
        refusal(
          strict.ecr.createPullThroughCacheRule({
            ...{ ...hub, ecrRepositoryPrefix: name, credentialArn },
          }),
        );
      expect(await create()).toMatch(/^SecretNotFoundException: /);
      expect(await create()).toMatch(/^SecretNotFoundException: /);
      expect(await create()).toBe("accepted");
    }
  });
});

describe("a token that upstreams reject", () => {
  const strict = useLocalAws({ rejectedTokens: ["an-expired-token"] });

  it("is only detected when the rule is validated", async () => {
    const secretOf = (accessToken: string) => JSON.stringify({ username: "someone", accessToken });
    const credentialArn = await aSecret(strict.secrets, secretOf("an-expired-token"));
    await strict.ecr.createPullThroughCacheRule({ ...hub, credentialArn });
    const validate = () =>
      strict.ecr.validatePullThroughCacheRule({ ecrRepositoryPrefix: "docker-hub" });
    expect(await validate()).toMatchObject({
      isValid: false,
      failure: "The authentication to the upstream registry failed.",
    });
    const SecretString = secretOf("a-new-token");
    await strict.secrets.putSecretValue({ SecretId: credentialArn, SecretString });
    expect(await validate()).toMatchObject({ isValid: true });
  });
});
