import { S3 } from "@aws-sdk/client-s3";
import { describe, expect, it } from "vitest";
import { ACCOUNT, refusal, useLocalAws } from "./fixture";

const local = useLocalAws();
const CreateBucketConfiguration = { LocationConstraint: "eu-west-1" } as const;
const create = (Bucket: string) => local.s3.createBucket({ Bucket, CreateBucketConfiguration });
const elsewhere = (region: string) => new S3(local.config(region));

describe("a bucket", () => {
  it("is created, listed and deleted", async () => {
    await create("states");
    expect(await local.s3.headBucket({ Bucket: "states" })).toMatchObject({
      BucketRegion: "eu-west-1",
    });
    expect((await local.s3.listBuckets({})).Buckets).toMatchObject([{ Name: "states" }]);
    await local.s3.deleteBucket({ Bucket: "states" });
    expect(await refusal(local.s3.headBucket({ Bucket: "states" }))).toMatch(/^NotFound: /);
    expect(local.aws.inventory()).toEqual({});
  });

  it("is in the inventory with the sizes of its objects, but without their content", async () => {
    await create("states");
    await local.s3.putObject({ Bucket: "states", Key: "a/b", Body: "not-a-real-token" });
    const inventory = local.aws.inventory();
    expect(inventory).toEqual({
      [ACCOUNT]: { "eu-west-1": { buckets: [{ name: "states", objects: { "a/b": 16 } }] } },
    });
    expect(JSON.stringify([inventory, local.aws.calls])).not.toContain("not-a-real-token");
  });

  it("that is not empty cannot be deleted", async () => {
    await create("states");
    await local.s3.putObject({ Bucket: "states", Key: "a", Body: "-" });
    const deletion = () => local.s3.deleteBucket({ Bucket: "states" });
    expect(await refusal(deletion())).toBe(
      "BucketNotEmpty: The bucket you tried to delete is not empty",
    );
    await local.s3.deleteObject({ Bucket: "states", Key: "a" });
    expect(await refusal(deletion())).toBe("accepted");
  });

  it("is gone after a reset", async () => {
    await create("states");
    local.aws.reset();
    expect((await local.s3.listBuckets({})).Buckets ?? []).toEqual([]);
  });

  it("cannot be created twice", async () => {
    await create("states");
    expect(await refusal(create("states"))).toMatch(/^BucketAlreadyOwnedByYou: /);
  });

  it("can be created again in us-east-1", async () => {
    const s3 = elsewhere("us-east-1");
    await s3.createBucket({ Bucket: "states" });
    expect(await refusal(s3.createBucket({ Bucket: "states" }))).toBe("accepted");
  });

  it("has a name that no other account can use", async () => {
    await create("states");
    const { Credentials } = await local.sts.assumeRole({
      RoleArn: "arn:aws:iam::222222222222:role/deploy",
      RoleSessionName: "a-session",
    });
    const s3 = new S3({
      ...local.config(),
      credentials: {
        accessKeyId: Credentials?.AccessKeyId ?? "",
        secretAccessKey: Credentials?.SecretAccessKey ?? "",
        sessionToken: Credentials?.SessionToken ?? "",
      },
    });
    const again = s3.createBucket({ Bucket: "states", CreateBucketConfiguration });
    expect(await refusal(again)).toMatch(/^BucketAlreadyExists: /);
    expect(await refusal(s3.getObject({ Bucket: "states", Key: "a" }))).toBe(
      "AccessDenied: Access Denied",
    );
  });

  it("can only be used in its own Region, to which other Regions redirect", async () => {
    await create("states");
    const call = elsewhere("us-east-1").getObject({ Bucket: "states", Key: "a" });
    await expect(call).rejects.toMatchObject({
      name: "PermanentRedirect",
      $metadata: { httpStatusCode: 301 },
      $response: { headers: { "x-amz-bucket-region": "eu-west-1" } },
    });
  });

  it.each([
    "ab",
    "States",
    "a_b",
    "-states",
    "states-",
    "a..b",
    "192.168.1.1",
    "xn--states",
    "states-s3alias",
    "a".repeat(64),
  ])("cannot be named %s", async (name) => {
    expect(await refusal(create(name))).toBe(
      "InvalidBucketName: The specified bucket is not valid.",
    );
    expect(local.aws.calls.at(-1)?.reason).toMatch(/the name of a bucket|a bucket name/);
  });

  it.each([
    ["eu-west-1", "eu-central-1", "IllegalLocationConstraintException: The eu-central-1 location"],
    ["us-east-1", "us-east-1", "InvalidLocationConstraint: "],
  ])("cannot be created in %s with the location %s", async (region, location, message) => {
    const call = elsewhere(region).createBucket({
      Bucket: "states",
      CreateBucketConfiguration: { LocationConstraint: location as "eu-west-1" },
    });
    expect(await refusal(call)).toContain(message);
  });

  it.each([
    ["GetObject", () => local.s3.getObject({ Bucket: "states", Key: "a" })],
    ["PutObject", () => local.s3.putObject({ Bucket: "states", Key: "a", Body: "-" })],
    ["DeleteObject", () => local.s3.deleteObject({ Bucket: "states", Key: "a" })],
    ["ListObjectsV2", () => local.s3.listObjectsV2({ Bucket: "states" })],
    ["ListObjectVersions", () => local.s3.listObjectVersions({ Bucket: "states" })],
    ["GetBucketVersioning", () => local.s3.getBucketVersioning({ Bucket: "states" })],
  ])("must exist for %s", async (operation, call) => {
    expect(await refusal(call())).toBe("NoSuchBucket: The specified bucket does not exist");
    expect(local.aws.calls.at(-1)).toMatchObject({
      call: `s3:${operation}`,
      region: "eu-west-1",
      accountId: ACCOUNT,
      error: "NoSuchBucket",
    });
  });
});

describe("a feature of S3 that is not implemented", () => {
  it("is refused by the name of the operation, if the client sends it", async () => {
    await create("states");
    const upload = local.s3.createMultipartUpload({ Bucket: "states", Key: "a" });
    expect(await refusal(upload)).toBe(
      "NotImplemented: local-aws does not implement s3:POST object?uploads.",
    );
  });

  it.each([
    ["tags of an object", { Tagging: "a=b" }, "the header 'x-amz-tagging'"],
    ["metadata", { Metadata: { a: "b" } }, "the header 'x-amz-meta-a'"],
    [
      "compression",
      { ContentEncoding: "gzip" },
      "the header 'content-encoding' with the value 'gzip'",
    ],
    ["cache control", { CacheControl: "no-store" }, "the header 'cache-control'"],
  ])("is refused as a header: %s", async (_, members, what) => {
    await create("states");
    expect(
      await refusal(local.s3.putObject({ Bucket: "states", Key: "a", Body: "-", ...members })),
    ).toBe(`NotImplemented: local-aws does not implement ${what}.`);
    expect(await local.s3.listObjectsV2({ Bucket: "states" })).toMatchObject({ KeyCount: 0 });
  });

  it("is refused as a query parameter", async () => {
    await create("states");
    const listing = local.s3.listObjectsV2({ Bucket: "states", FetchOwner: true });
    expect(await refusal(listing)).toMatch(/does not implement s3:GET bucket\?.*fetch-owner/);
  });
});

describe("a call with a fault", () => {
  it("fails with S3's status", async () => {
    local.aws.fail({ call: "s3:ListBuckets" });
    await expect(local.s3.listBuckets({})).rejects.toMatchObject({
      name: "AccessDenied",
      $metadata: { httpStatusCode: 403 },
    });
  });

  it("is throttled with the error of S3, and retried by the SDK", async () => {
    await create("states");
    local.aws.throttle({ call: "s3:PutObject" });
    const patient = new S3({ ...local.config(), maxAttempts: 2 });
    expect(await refusal(patient.putObject({ Bucket: "states", Key: "a", Body: "b" }))).toBe(
      "accepted",
    );
    expect(local.aws.calls.map(({ error }) => error)).toEqual([undefined, "SlowDown", undefined]);
  });
});
