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

describe("a listing", () => {
  const keys = (contents: { Key?: string }[] = []) => contents.map(({ Key }) => Key);
  const fill = async (...names: string[]) => {
    for (const name of names) await put(name, "-");
  };

  it("is in the order of the keys' bytes", async () => {
    await fill("b", "a/1", "B", "😀", "豈");
    const { Contents } = await local.s3.listObjectsV2({ Bucket });
    expect(keys(Contents)).toEqual(["B", "a/1", "b", "豈", "😀"]);
  });

  it("comes page by page", async () => {
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

  it("can be limited to a prefix, or to the keys after a given one", async () => {
    await fill("a", "env:/x/a", "env:/y/a", "z");
    const { Contents } = await local.s3.listObjectsV2({ Bucket, Prefix: "env:/" });
    expect(keys(Contents)).toEqual(["env:/x/a", "env:/y/a"]);
    const later = await local.s3.listObjectsV2({ Bucket, StartAfter: "env:/x/a" });
    expect(keys(later.Contents)).toEqual(["env:/y/a", "z"]);
  });

  it("groups keys by their prefix up to a delimiter", async () => {
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

  it("encodes keys that XML cannot represent, on request", async () => {
    await fill("a\u0001<&> b");
    const { Contents } = await local.s3.listObjectsV2({ Bucket, EncodingType: "url" });
    expect(keys(Contents)).toEqual(["a%01%3C%26%3E%20b"]);
  });

  it("can only be continued with its own tokens", async () => {
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

  it("returns earlier versions of an object", async () => {
    await put("a", "before");
    await versioning("Enabled");
    const { VersionId } = await put("a", "first");
    await put("a", "second");
    expect(await read("a")).toBe("second");
    expect(await read("a", VersionId)).toBe("first");
    expect(await read("a", "null")).toBe("before");
    expect(await refusal(read("a", "other"))).toMatch(/^NoSuchVersion: /);
  });

  it("marks an object as deleted, and removes the marker", async () => {
    await versioning("Enabled");
    await put("a", "first");
    const marker = await local.s3.deleteObject({ Bucket, Key: "a" });
    expect(marker).toMatchObject({ DeleteMarker: true, VersionId: expect.any(String) });
    expect(await refusal(read("a"))).toMatch(/^NoSuchKey: /);
    expect(await refusal(read("a", marker.VersionId))).toMatch(/^MethodNotAllowed: /);
    expect(await local.s3.listObjectsV2({ Bucket })).toMatchObject({ KeyCount: 0 });
    expect(await refusal(local.s3.deleteBucket({ Bucket }))).toMatch(
      /^BucketNotEmpty: .* You must delete all versions in the bucket\.$/,
    );
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
    expect(
      await refusal(local.s3.putBucketVersioning({ Bucket, VersioningConfiguration: {} })),
    ).toBe("IllegalVersioningConfigurationException: The Versioning element must be specified");
    expect(await refusal(versioning("Off" as "Enabled"))).toMatch(/^InvalidArgument: .*Status/);
  });
});
