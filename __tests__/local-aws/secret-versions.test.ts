import { beforeEach, describe, expect, it } from "vitest";
import { refusal, useLocalAws } from "./fixture";

const local = useLocalAws();
const SecretId = "ecr-pullthroughcache/docker-hub";
const id = (letter: string) => letter.repeat(32);

const put = (letter: string, SecretString = letter, VersionStages?: string[]) =>
  local.secrets.putSecretValue({
    SecretId,
    SecretString,
    ClientRequestToken: id(letter),
    VersionStages,
  });

const stages = async () => {
  const { VersionIdsToStages = {} } = await local.secrets.describeSecret({ SecretId });
  return Object.fromEntries(Object.entries(VersionIdsToStages).map(([key, v]) => [key[0], v]));
};

const move = (VersionStage: string, from?: string, to?: string) =>
  local.secrets.updateSecretVersionStage({
    SecretId,
    VersionStage,
    RemoveFromVersionId: from && id(from),
    MoveToVersionId: to && id(to),
  });

describe("the value of a secret", () => {
  beforeEach(() => local.secrets.createSecret({ Name: SecretId }));

  it("does not exist before it is put", async () => {
    expect(await refusal(local.secrets.getSecretValue({ SecretId }))).toBe(
      "ResourceNotFoundException: Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
    );
  });

  it("is the latest one, and the one before becomes AWSPREVIOUS", async () => {
    await put("a");
    await put("b");
    await put("c");
    expect(await stages()).toEqual({ b: ["AWSPREVIOUS"], c: ["AWSCURRENT"] });
    const current = await local.secrets.getSecretValue({ SecretId });
    const previous = await local.secrets.getSecretValue({ SecretId, VersionStage: "AWSPREVIOUS" });
    expect([current.SecretString, previous.SecretString]).toEqual(["c", "b"]);
  });

  it("is also updated together with the secret", async () => {
    await put("a");
    await local.secrets.updateSecret({ SecretId, SecretString: "b", ClientRequestToken: id("b") });
    expect(await stages()).toEqual({ a: ["AWSPREVIOUS"], b: ["AWSCURRENT"] });
  });

  it("can have a staging label other than AWSCURRENT", async () => {
    await put("a");
    await put("b", "b", ["PENDING"]);
    expect(await stages()).toEqual({ a: ["AWSCURRENT"], b: ["PENDING"] });
  });

  it("is current when it is the first, whatever its label", async () => {
    await put("a", "a", ["PENDING"]);
    expect(await stages()).toEqual({ a: ["AWSCURRENT", "PENDING"] });
  });

  it("is put once by a client that retries, and never changed", async () => {
    await put("a", "value");
    expect(await refusal(put("a", "value"))).toBe("accepted");
    expect(await refusal(put("a", "another"))).toMatch(
      /^ResourceExistsException: You can't use ClientRequestToken a{32} because that value is already in use for a version of secret arn:aws:/,
    );
  });

  it("is found by its version, its label, or both if they agree", async () => {
    await put("a");
    await put("b");
    const { SecretString } = await local.secrets.getSecretValue({ SecretId, VersionId: id("a") });
    expect(SecretString).toBe("a");
    const disagreeing = { SecretId, VersionId: id("a"), VersionStage: "AWSCURRENT" };
    expect(await refusal(local.secrets.getSecretValue(disagreeing))).toBe(
      "InvalidRequestException: You provided a VersionStage that is not associated to the provided VersionId.",
    );
  });

  it("is deprecated without a label, and then only listed on request", async () => {
    for (const letter of ["a", "b", "c"]) await put(letter);
    const listed = await local.secrets.listSecretVersionIds({ SecretId });
    const all = await local.secrets.listSecretVersionIds({ SecretId, IncludeDeprecated: true });
    expect([listed.Versions?.length, all.Versions?.length]).toEqual([2, 3]);
  });

  it("is gone once AWS drops what is deprecated", async () => {
    for (const letter of ["a", "b", "c"]) await put(letter);
    local.aws.dropDeprecatedSecretVersions();
    const { Versions = [] } = await local.secrets.listSecretVersionIds({
      SecretId,
      IncludeDeprecated: true,
    });
    expect(Versions.map(({ VersionId }) => VersionId)).toEqual([id("b"), id("c")]);
    expect(await refusal(local.secrets.getSecretValue({ SecretId, VersionId: id("a") }))).toMatch(
      /^ResourceNotFoundException: /,
    );
  });
});

describe("a staging label", () => {
  beforeEach(async () => {
    await local.secrets.createSecret({ Name: SecretId });
    await put("a");
    await put("b");
  });

  it("moves back, and the previous one becomes the current one", async () => {
    await move("AWSCURRENT", "b", "a");
    expect(await stages()).toEqual({ a: ["AWSCURRENT"], b: ["AWSPREVIOUS"] });
  });

  it("only moves from the version that the request names", async () => {
    expect(await refusal(move("AWSCURRENT", undefined, "a"))).toBe(
      `InvalidParameterException: The parameter RemoveFromVersionId can't be empty. Staging label AWSCURRENT is currently attached to version ${id("b")}, so you must explicitly reference that version in RemoveFromVersionId.`,
    );
    expect(await refusal(move("AWSCURRENT", "a", "b"))).toBe(
      `InvalidParameterException: The staging label AWSCURRENT is not attached to version ${id("a")}.`,
    );
  });

  it("can be removed, unless it is AWSCURRENT", async () => {
    await move("AWSPREVIOUS", "a");
    expect(await stages()).toEqual({ b: ["AWSCURRENT"] });
    expect(await refusal(move("AWSCURRENT", "b"))).toBe(
      "InvalidParameterException: You can only move staging label AWSCURRENT to a different secret version. It can't be completely removed.",
    );
  });
});
