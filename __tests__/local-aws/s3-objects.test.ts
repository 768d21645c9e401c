import { Readable } from "node:stream";
import type { PutObjectCommandInput } from "@aws-sdk/client-s3";
import { beforeEach, describe, expect, it } from "vitest";
import { type Entry, listPage } from "../../local-aws/s3/list-page";
import { refusal, useLocalAws } from "./fixture";

const local = useLocalAws();
const Bucket = "states";
const put = (Key: string, Body: string, more: Partial<PutObjectCommandInput> = {}) =>
  local.s3.putObject({ Bucket, Key, Body, ...more });
const read = async (Key: string, VersionId?: string) =>
  (await local.s3.getObject({ Bucket, Key, VersionId })).Body?.transformToString();

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

  it("takes the place of the one before", async () => {
    await put("a", "first");
    await put("a", "second");
    expect(await read("a")).toBe("second");
  });

  it("is told apart from one that is not there", async () => {
    expect(await refusal(read("a"))).toBe("NoSuchKey: The specified key does not exist.");
    expect(await refusal(local.s3.headObject({ Bucket, Key: "a" }))).toMatch(/^NotFound: /);
  });

  it("is deleted, and deleted again without complaint", async () => {
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

  it("keeps how it is encrypted", async () => {
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

  it("is none behind its end", async () => {
    expect(await refusal(part("bytes=10-"))).toMatch(/^InvalidRange: /);
  });
});

describe("a conditional write", () => {
  it("makes an object once", async () => {
    await put("lock", "first", { IfNoneMatch: "*" });
    expect(await refusal(put("lock", "second", { IfNoneMatch: "*" }))).toBe(
      "PreconditionFailed: At least one of the pre-conditions you specified did not hold",
    );
    expect(await read("lock")).toBe("first");
    await local.s3.deleteObject({ Bucket, Key: "lock" });
    expect(await refusal(put("lock", "third", { IfNoneMatch: "*" }))).toBe("accepted");
  });

  it("of many at once succeeds for one", async () => {
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

  it("is made for objects that are not there, not for others than a given one", async () => {
    expect(await refusal(put("a", "b", { IfNoneMatch: '"0"' }))).toMatch(/^NotImplemented: /);
  });
});

describe("a conditional read", () => {
  it("is answered when the object is the one that is meant, or is another", async () => {
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
    "of the algorithm %s is verified, kept and told to who asks",
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

  it("may follow a body of unknown content", async () => {
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

describe("a listing", () => {
  const keys = (contents: { Key?: string }[] = []) => contents.map(({ Key }) => Key);
  const fill = async (...names: string[]) => {
    for (const name of names) await put(name, "-");
  };

  it("tells keys in the order of their bytes", async () => {
    await fill("b", "a/1", "B", "😀", "豈");
    const { Contents } = await local.s3.listObjectsV2({ Bucket });
    expect(keys(Contents)).toEqual(["B", "a/1", "b", "豈", "😀"]);
  });

  it("is told page by page", async () => {
    await fill("a", "b", "c", "d", "e");
    const first = await local.s3.listObjectsV2({ Bucket, MaxKeys: 2 });
    expect(first).toMatchObject({ IsTruncated: true, KeyCount: 2, MaxKeys: 2 });
    const second = await local.s3.listObjectsV2({
      Bucket,
      MaxKeys: 2,
      ContinuationToken: first.NextContinuationToken,
    });
    const third = await local.s3.listObjectsV2({
      Bucket,
      MaxKeys: 2,
      ContinuationToken: second.NextContinuationToken,
    });
    expect([first, second, third].map(({ Contents }) => keys(Contents))).toEqual([
      ["a", "b"],
      ["c", "d"],
      ["e"],
    ]);
    expect(third).toMatchObject({ IsTruncated: false });
    expect(third.NextContinuationToken).toBeUndefined();
  });

  it("has at most 1000 keys on a page", async () => {
    await fill("a");
    expect(await local.s3.listObjectsV2({ Bucket, MaxKeys: 5000 })).toMatchObject({
      MaxKeys: 1000,
    });
    const entries = Array.from({ length: 1001 }, (_, n) => ({ key: `key-${n + 1000}` }) as Entry);
    expect(listPage(entries, { MaxKeys: 5000 })).toMatchObject({ last: "key-1999" });
  });

  it("is kept to what begins with a prefix, or follows a key", async () => {
    await fill("a", "env:/x/a", "env:/y/a", "z");
    const { Contents } = await local.s3.listObjectsV2({ Bucket, Prefix: "env:/" });
    expect(keys(Contents)).toEqual(["env:/x/a", "env:/y/a"]);
    const later = await local.s3.listObjectsV2({ Bucket, StartAfter: "env:/x/a" });
    expect(keys(later.Contents)).toEqual(["env:/y/a", "z"]);
  });

  it("tells what goes on after a delimiter as one prefix", async () => {
    await fill("a", "dir/1", "dir/2", "dir2/1", "z");
    const all = { Bucket, Delimiter: "/", MaxKeys: 2 };
    const first = await local.s3.listObjectsV2(all);
    expect(first).toMatchObject({ KeyCount: 2, CommonPrefixes: [{ Prefix: "dir/" }] });
    const { NextContinuationToken: ContinuationToken } = first;
    const second = await local.s3.listObjectsV2({ ...all, ContinuationToken });
    expect(second).toMatchObject({ CommonPrefixes: [{ Prefix: "dir2/" }], IsTruncated: false });
    expect(keys(second.Contents)).toEqual(["z"]);
    const after = await local.s3.listObjectsV2({ Bucket, Delimiter: "/", StartAfter: "dir/1" });
    expect(after.CommonPrefixes).toEqual([{ Prefix: "dir/" }, { Prefix: "dir2/" }]);
  });

  it("carries keys that XML cannot hold, encoded when asked for", async () => {
    await fill("a\u0001<&> b");
    const { Contents } = await local.s3.listObjectsV2({ Bucket, EncodingType: "url" });
    expect(keys(Contents)).toEqual(["a%01%3C%26%3E%20b"]);
  });

  it("goes on only with its own tokens", async () => {
    expect(await refusal(local.s3.listObjectsV2({ Bucket, ContinuationToken: "x" }))).toBe(
      "InvalidArgument: The continuation token provided is incorrect",
    );
    expect(await refusal(local.s3.listObjectsV2({ Bucket, MaxKeys: -1 }))).toMatch(
      /^InvalidArgument: MaxKeys/,
    );
  });
});

describe("a bucket that keeps versions", () => {
  const versioning = (Status: "Enabled" | "Suspended") =>
    local.s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status } });

  it("says so", async () => {
    expect((await local.s3.getBucketVersioning({ Bucket })).Status).toBeUndefined();
    await versioning("Enabled");
    expect((await local.s3.getBucketVersioning({ Bucket })).Status).toBe("Enabled");
  });

  it("gives back what an object was", async () => {
    await put("a", "before");
    await versioning("Enabled");
    const { VersionId } = await put("a", "first");
    await put("a", "second");
    expect(await read("a")).toBe("second");
    expect(await read("a", VersionId)).toBe("first");
    expect(await read("a", "null")).toBe("before");
    expect(await refusal(read("a", "other"))).toMatch(/^NoSuchVersion: /);
  });

  it("marks an object as deleted, and takes the mark back", async () => {
    await versioning("Enabled");
    await put("a", "first");
    const marker = await local.s3.deleteObject({ Bucket, Key: "a" });
    expect(marker).toMatchObject({ DeleteMarker: true, VersionId: expect.any(String) });
    expect(await refusal(read("a"))).toMatch(/^NoSuchKey: /);
    expect(await refusal(read("a", marker.VersionId))).toMatch(/^MethodNotAllowed: /);
    expect(await local.s3.listObjectsV2({ Bucket })).toMatchObject({ KeyCount: 0 });
    expect(await refusal(local.s3.deleteBucket({ Bucket }))).toMatch(/^BucketNotEmpty: /);
    expect(await refusal(put("a", "b", { IfNoneMatch: "*" }))).toBe("accepted");
    await local.s3.deleteObject({ Bucket, Key: "a" });
    const { DeleteMarkers = [] } = await local.s3.listObjectVersions({ Bucket });
    for (const { VersionId } of DeleteMarkers) {
      await local.s3.deleteObject({ Bucket, Key: "a", VersionId });
    }
    expect(await read("a")).toBe("b");
  });

  it("keeps one more version while it is suspended", async () => {
    await versioning("Enabled");
    const { VersionId } = await put("a", "first");
    await versioning("Suspended");
    await put("a", "second");
    expect((await put("a", "third")).VersionId).toBe("null");
    expect(await read("a", VersionId)).toBe("first");
    expect((await local.s3.listObjectVersions({ Bucket })).Versions).toHaveLength(2);
  });

  it("lists versions page by page, the newest of each key first", async () => {
    await versioning("Enabled");
    const ids = [];
    for (const key of ["a", "a", "b"]) ids.push((await put(key, "-")).VersionId);
    const first = await local.s3.listObjectVersions({ Bucket, MaxKeys: 1 });
    expect(first.Versions).toMatchObject([{ Key: "a", VersionId: ids[1], IsLatest: true }]);
    const second = await local.s3.listObjectVersions({
      Bucket,
      KeyMarker: first.NextKeyMarker,
      VersionIdMarker: first.NextVersionIdMarker,
    });
    expect(second.Versions).toMatchObject([
      { Key: "a", VersionId: ids[0], IsLatest: false },
      { Key: "b", VersionId: ids[2], IsLatest: true },
    ]);
    expect(second.IsTruncated).toBe(false);
  });

  it("has no other states", async () => {
    expect(await refusal(versioning("Off" as "Enabled"))).toMatch(/^InvalidArgument: .*Status/);
  });
});
