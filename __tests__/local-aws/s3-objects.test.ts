import { Readable } from "node:stream";
import type { PutObjectCommandInput } from "@aws-sdk/client-s3";
import { beforeEach, describe, expect, it } from "vitest";
import { refusal, useLocalAws } from "./fixture";

const local = useLocalAws();
const Bucket = "states";
const put = (Key: string, Body: string, more: Partial<PutObjectCommandInput> = {}) =>
  local.s3.putObject({ Bucket, Key, Body, ...more });
const read = async (Key: string) =>
  (await local.s3.getObject({ Bucket, Key })).Body?.transformToString();

beforeEach(() =>
  local.s3.createBucket({
    Bucket,
    CreateBucketConfiguration: { LocationConstraint: "eu-west-1" },
  }),
);

describe("an object", () => {
  it("is read as it was written", async () => {
    const text = "ä\r\n{}".repeat(1000);
    const { ETag } = await put("a b/ü?.json", text, { ContentType: "application/json" });
    expect(await read("a b/ü?.json")).toBe(text);
    expect(await local.s3.headObject({ Bucket, Key: "a b/ü?.json" })).toMatchObject({
      ETag,
      ContentLength: Buffer.byteLength(text),
      ContentType: "application/json",
      ServerSideEncryption: "AES256",
      LastModified: expect.any(Date),
    });
  });

  it("replaces the one before", async () => {
    await put("a", "first");
    await put("a", "second");
    expect(await read("a")).toBe("second");
  });

  it("is distinguished from one that does not exist", async () => {
    expect(await refusal(read("a"))).toBe("NoSuchKey: The specified key does not exist.");
    expect(await refusal(local.s3.headObject({ Bucket, Key: "a" }))).toMatch(/^NotFound: /);
  });

  it("can be deleted, and deleted again", async () => {
    await put("a", "b");
    await local.s3.deleteObject({ Bucket, Key: "a" });
    expect(await refusal(read("a"))).toMatch(/^NoSuchKey: /);
    expect(await refusal(local.s3.deleteObject({ Bucket, Key: "a" }))).toBe("accepted");
  });

  it("has a key of at most 1024 bytes", async () => {
    expect(await refusal(put("ü".repeat(512), "-"))).toBe("accepted");
    expect(await refusal(put(`${"ü".repeat(512)}a`, "-"))).toBe(
      "KeyTooLongError: Your key is too long",
    );
  });

  it("keeps its encryption settings", async () => {
    const SSEKMSKeyId = "alias/states";
    await put("a", "b", { ServerSideEncryption: "aws:kms", SSEKMSKeyId });
    expect(await local.s3.headObject({ Bucket, Key: "a" })).toMatchObject({
      ServerSideEncryption: "aws:kms",
      SSEKMSKeyId,
    });
  });

  it.each<[string, Partial<PutObjectCommandInput>, RegExp]>([
    ["an access control list", { ACL: "public-read" }, /^AccessControlListNotSupported: /],
    ["another encryption", { ServerSideEncryption: "aws:fsx" }, /^InvalidArgument: .*enum value/],
    [
      "a key without its encryption",
      { ServerSideEncryption: "AES256", SSEKMSKeyId: "alias/states" },
      /^InvalidArgument: .*aws:kms/,
    ],
  ])("is not written with %s", async (_, members, message) => {
    expect(await refusal(put("a", "b", members))).toMatch(message);
    expect(await refusal(read("a"))).toMatch(/^NoSuchKey: /);
  });
});

describe("a part of an object", () => {
  const part = async (Range: string) => {
    const output = await local.s3.getObject({ Bucket, Key: "a", Range });
    return [await output.Body?.transformToString(), output.ContentRange];
  };
  beforeEach(() => put("a", "0123456789"));

  it.each([
    ["bytes=2-4", "234", "bytes 2-4/10"],
    ["bytes=8-", "89", "bytes 8-9/10"],
    ["bytes=-3", "789", "bytes 7-9/10"],
    ["bytes=0-5242879", "0123456789", "bytes 0-9/10"],
    ["bytes=4-2", "0123456789", undefined],
    ["lines=1-2", "0123456789", undefined],
  ])("is sent for %s", async (range, text, contentRange) => {
    expect(await part(range)).toEqual([text, contentRange]);
  });

  it("cannot begin after its end", async () => {
    expect(await refusal(part("bytes=10-"))).toMatch(/^InvalidRange: /);
  });
});

describe("a conditional write", () => {
  it("creates an object once", async () => {
    await put("lock", "first", { IfNoneMatch: "*" });
    expect(await refusal(put("lock", "second", { IfNoneMatch: "*" }))).toBe(
      "PreconditionFailed: At least one of the pre-conditions you specified did not hold",
    );
    expect(await read("lock")).toBe("first");
    await local.s3.deleteObject({ Bucket, Key: "lock" });
    expect(await refusal(put("lock", "third", { IfNoneMatch: "*" }))).toBe("accepted");
  });

  it("succeeds for one of many concurrent writers", async () => {
    const writes = Array.from({ length: 8 }, (_, n) =>
      refusal(put("lock", String(n), { IfNoneMatch: "*" })),
    );
    const outcomes = await Promise.all(writes);
    expect(outcomes.filter((outcome) => outcome === "accepted")).toHaveLength(1);
    expect(await read("lock")).toBe(String(outcomes.indexOf("accepted")));
  });

  it("replaces only the object that the writer knows", async () => {
    const { ETag } = await put("a", "first");
    expect(await refusal(put("a", "second", { IfMatch: ETag }))).toBe("accepted");
    expect(await refusal(put("a", "third", { IfMatch: ETag }))).toMatch(/^PreconditionFailed: /);
    expect(await refusal(put("b", "first", { IfMatch: ETag }))).toMatch(/^NoSuchKey: /);
    expect(await read("a")).toBe("second");
  });

  it("does not support If-None-Match with an ETag", async () => {
    expect(await refusal(put("a", "b", { IfNoneMatch: '"0"' }))).toMatch(/^NotImplemented: /);
  });
});

describe("a conditional read", () => {
  it("succeeds depending on whether the ETag matches", async () => {
    const { ETag } = await put("a", "b");
    const get = (members: object) =>
      local.s3.getObject({ Bucket, Key: "a", ...members }).then(
        () => 200,
        (error) => error.$metadata.httpStatusCode,
      );
    expect(await get({ IfMatch: ETag })).toBe(200);
    expect(await get({ IfMatch: '"0"' })).toBe(412);
    expect(await get({ IfNoneMatch: '"0"' })).toBe(200);
    expect(await get({ IfNoneMatch: ETag })).toBe(304);
  });
});

describe("a checksum", () => {
  it.each(["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"] as const)(
    "of the algorithm %s is verified, stored and returned on request",
    async (ChecksumAlgorithm) => {
      const written = await put("a", "123456789", { ChecksumAlgorithm });
      const found = await local.s3.headObject({ Bucket, Key: "a", ChecksumMode: "ENABLED" });
      const member = `Checksum${ChecksumAlgorithm}` as const;
      expect(found[member]).toMatch(/^[\w+/]+=*$/);
      expect(found[member]).toBe(written[member]);
      expect((await local.s3.headObject({ Bucket, Key: "a" }))[member]).toBeUndefined();
      expect(await read("a")).toBe("123456789");
    },
  );

  it("can follow the body in a trailer", async () => {
    const body = Readable.from([Buffer.from("12345"), Buffer.from("6789")]);
    await local.s3.putObject({ Bucket, Key: "a", Body: body, ContentLength: 9 });
    expect(await read("a")).toBe("123456789");
  });

  it("that is wrong is refused", async () => {
    expect(await refusal(put("a", "b", { ChecksumSHA256: `${"A".repeat(43)}=` }))).toBe(
      "BadDigest: The SHA256 you specified did not match the calculated checksum.",
    );
    expect(await refusal(put("a", "b", { ChecksumCRC32: "AAAA" }))).toBe(
      "InvalidRequest: Value for x-amz-checksum-crc32 header is invalid.",
    );
    expect(await refusal(put("a", "b", { ContentMD5: "1B2M2Y8AsgTpgAmY7PhCfg==" }))).toBe(
      "BadDigest: The Content-MD5 you specified did not match what we received.",
    );
    expect(await refusal(put("a", "b", { ContentMD5: "AAAA" }))).toMatch(/^InvalidDigest: /);
    expect(await refusal(read("a"))).toMatch(/^NoSuchKey: /);
  });
});
