import { describe, expect, it } from "vitest";
import { ACCOUNT, refusal, useLocalAws } from "./fixture";

const local = useLocalAws();
const Name = "ecr-pullthroughcache/docker-hub";

describe("a secret", () => {
  it("has an ARN with a random suffix, and is found with and without it", async () => {
    const { ARN = "" } = await local.secrets.createSecret({ Name });
    expect(ARN).toMatch(
      new RegExp(`^arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:${Name}-[A-Za-z0-9]{6}$`),
    );
    for (const SecretId of [Name, ARN, ARN.slice(0, -7)]) {
      expect(await local.secrets.describeSecret({ SecretId })).toMatchObject({ ARN, Name });
    }
  });

  it("exists once under a name", async () => {
    await local.secrets.createSecret({ Name });
    expect(await refusal(local.secrets.createSecret({ Name }))).toBe(
      `ResourceExistsException: The operation failed because the secret ${Name} already exists.`,
    );
  });

  it("is created once by a client that retries", async () => {
    const request = { Name, SecretString: "value", ClientRequestToken: "t".repeat(32) };
    const first = await local.secrets.createSecret(request);
    expect((await local.secrets.createSecret(request)).ARN).toBe(first.ARN);
  });

  it.each(["a name", "naïve", "a:b"])("refuses the name %s", async (wrong) => {
    expect(await refusal(local.secrets.createSecret({ Name: wrong }))).toBe(
      "ValidationException: Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!",
    );
  });

  it("refuses a name that is too long, with the message of Secrets Manager", async () => {
    const long = "n".repeat(513);
    expect(await refusal(local.secrets.createSecret({ Name: long }))).toBe(
      `ValidationException: 1 validation error detected: Value '${long}' at 'name' failed to satisfy constraint: Member must have length less than or equal to 512`,
    );
  });

  it("never shows its value in an error", async () => {
    const call = local.secrets.createSecret({ Name, SecretString: "x".repeat(65537) });
    expect(await refusal(call)).toBe(
      "ValidationException: 1 validation error detected: Value at 'secretString' failed to satisfy constraint: Member must have length less than or equal to 65536",
    );
  });

  it("holds a string or bytes, not both", async () => {
    const SecretBinary = new Uint8Array([0, 255]);
    const both = { Name, SecretString: "text", SecretBinary };
    expect(await refusal(local.secrets.createSecret(both))).toMatch(/^InvalidParameterException: /);
    await local.secrets.createSecret({ Name, SecretBinary });
    const value = await local.secrets.getSecretValue({ SecretId: Name });
    expect([...(value.SecretBinary ?? [])]).toEqual([0, 255]);
  });

  it("is listed, newest first, by a prefix of its name", async () => {
    for (const name of ["ecr-pullthroughcache/a", "other", "ecr-pullthroughcache/b"]) {
      await local.secrets.createSecret({ Name: name });
    }
    const { SecretList } = await local.secrets.listSecrets({
      Filters: [{ Key: "name", Values: ["ecr-pullthroughcache/"] }],
    });
    expect(SecretList?.map((secret) => secret.Name)).toEqual([
      "ecr-pullthroughcache/b",
      "ecr-pullthroughcache/a",
    ]);
  });

  it("is found by its tags, by the beginning of any value or by none", async () => {
    for (const [name, Value] of Object.entries({ a: "Platform", b: "payments" })) {
      await local.secrets.createSecret({ Name: name, Tags: [{ Key: "team", Value }] });
    }
    const found = async (Key: "tag-key" | "tag-value", ...Values: string[]) => {
      const { SecretList = [] } = await local.secrets.listSecrets({ Filters: [{ Key, Values }] });
      return SecretList.map((secret) => secret.Name);
    };
    expect(await found("tag-key", "te")).toEqual(["b", "a"]);
    expect(await found("tag-value", "p")).toEqual(["b"]);
    expect(await found("tag-value", "Plat", "pay")).toEqual(["b", "a"]);
    expect(await found("tag-value", "!p")).toEqual(["a"]);
  });

  it.each(["description", "owning-service", "primary-region", "all"] as const)(
    "cannot be listed by %s, which is refused as not implemented",
    async (Key) => {
      const call = local.secrets.listSecrets({ Filters: [{ Key, Values: ["a"] }] });
      expect(await refusal(call)).toBe(
        `NotImplementedException: local-aws does not implement filters by ${Key}.`,
      );
    },
  );

  it("cannot be listed by what no name contains", async () => {
    const call = local.secrets.listSecrets({ Filters: [{ Key: "name", Values: ["a*"] }] });
    expect(await refusal(call)).toMatch(/^ValidationException: .* regular expression pattern/);
  });

  it("cannot be listed by a filter without a key, whose meaning AWS does not document", async () => {
    const call = local.secrets.listSecrets({ Filters: [{ Values: ["a"] }] });
    expect(await refusal(call)).toBe(
      "NotImplementedException: local-aws does not implement filters without a key or without values.",
    );
  });

  it("has no resource policy", async () => {
    await local.secrets.createSecret({ Name });
    const { ResourcePolicy } = await local.secrets.getResourcePolicy({ SecretId: Name });
    expect(ResourcePolicy).toBeUndefined();
  });

  it("is not created in part if a request has a member that is not implemented", async () => {
    const call = local.secrets.createSecret({ Name, AddReplicaRegions: [{ Region: "us-east-1" }] });
    expect(await refusal(call)).toBe(
      "NotImplementedException: local-aws does not implement the request member 'AddReplicaRegions'.",
    );
    expect(local.aws.inventory()).toEqual({});
  });
});

describe("a deleted secret", () => {
  const SecretId = Name;

  it("keeps its name for the length of its recovery window", async () => {
    await local.secrets.createSecret({ Name, SecretString: "value" });
    const { DeletionDate } = await local.secrets.deleteSecret({
      SecretId,
      RecoveryWindowInDays: 7,
    });
    const days = ((DeletionDate?.getTime() ?? 0) - Date.now()) / 86_400_000;
    expect(days).toBeCloseTo(7, 1);
    expect(await refusal(local.secrets.createSecret({ Name }))).toBe(
      "InvalidRequestException: You can't create this secret because a secret with this name is already scheduled for deletion.",
    );
    expect(await refusal(local.secrets.getSecretValue({ SecretId }))).toBe(
      "InvalidRequestException: You can't perform this operation on the secret because it was marked for deletion.",
    );
    expect(await local.secrets.describeSecret({ SecretId })).toHaveProperty("DeletedDate");
  });

  it("can be restored", async () => {
    await local.secrets.createSecret({ Name, SecretString: "value" });
    await local.secrets.deleteSecret({ SecretId });
    await local.secrets.restoreSecret({ SecretId });
    const { SecretString } = await local.secrets.getSecretValue({ SecretId });
    expect(SecretString).toBe("value");
  });

  it("is gone immediately without recovery", async () => {
    await local.secrets.createSecret({ Name });
    await local.secrets.deleteSecret({ SecretId, ForceDeleteWithoutRecovery: true });
    expect(await refusal(local.secrets.describeSecret({ SecretId }))).toBe(
      "ResourceNotFoundException: Secrets Manager can't find the specified secret.",
    );
    expect(await refusal(local.secrets.createSecret({ Name }))).toBe("accepted");
  });

  it.each([6, 31])("cannot be recovered for %i days", async (RecoveryWindowInDays) => {
    await local.secrets.createSecret({ Name });
    expect(await refusal(local.secrets.deleteSecret({ SecretId, RecoveryWindowInDays }))).toBe(
      "InvalidParameterException: The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).",
    );
  });

  it("cannot be both recoverable and not", async () => {
    const call = local.secrets.deleteSecret({
      SecretId,
      RecoveryWindowInDays: 7,
      ForceDeleteWithoutRecovery: true,
    });
    expect(await refusal(call)).toBe(
      "InvalidParameterException: You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
    );
  });
});
