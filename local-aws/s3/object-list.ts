import { AwsError } from "../aws-error";
import { restReads } from "../protocol/rest-operation";
import { integer, oneOf, string, structure } from "../shape";
import { bucketAt, sortedObjects } from "./bucket";
import { type Entry, keyEncoder, listPage } from "./list-page";

export const objectListOperations = {
  ListObjectsV2: restReads(
    {
      method: "GET",
      resource: "bucket",
      marker: "list-type=2",
      query: {
        prefix: "Prefix",
        delimiter: "Delimiter",
        "max-keys": "MaxKeys",
        "start-after": "StartAfter",
        "continuation-token": "ContinuationToken",
        "encoding-type": "EncodingType",
      },
    },
    structure(
      {
        Bucket: string(),
        Prefix: string(),
        Delimiter: string(),
        MaxKeys: integer({ min: 0, max: 2 ** 31 - 1 }),
        StartAfter: string(),
        ContinuationToken: string(),
        EncodingType: oneOf("url"),
      },
      ["Bucket"],
    ),
    (input, call) => {
      const bucket = bucketAt(input.Bucket, call);
      const entries = sortedObjects(bucket).flatMap(([key, { latest }]): Entry[] =>
        latest?.content ? [{ key, version: latest, content: latest.content }] : [],
      );
      const { ContinuationToken: token } = input;
      const lastListed = token === undefined ? undefined : fromToken(token);
      const { objects, prefixes, last } = listPage(entries, { ...input, lastListed });
      const encode = keyEncoder(input.EncodingType);
      const content = {
        Name: bucket.name,
        Prefix: encode(input.Prefix ?? ""),
        Delimiter: input.Delimiter && encode(input.Delimiter),
        MaxKeys: Math.min(input.MaxKeys ?? 1000, 1000),
        EncodingType: input.EncodingType,
        KeyCount: objects.length + prefixes.length,
        IsTruncated: last !== undefined,
        StartAfter: input.StartAfter && encode(input.StartAfter),
        ContinuationToken: token,
        NextContinuationToken: last && toToken(last),
        Contents: objects.map(({ key, version, content: { etag, bytes, checksum } }) => ({
          Key: encode(key),
          LastModified: version.lastModified,
          ETag: etag,
          ChecksumAlgorithm: [checksum.algorithm.toUpperCase()],
          ChecksumType: "FULL_OBJECT",
          Size: bytes.length,
          StorageClass: "STANDARD",
        })),
        CommonPrefixes: prefixes.map((prefix) => ({ Prefix: encode(prefix) })),
      };
      return { body: { root: "ListBucketResult", content } };
    },
  ),
};

/** A token holds the last key or prefix of a page, after a mark that identifies it as a token. */
const MARK = "after:";

const toToken = (last: string) => Buffer.from(MARK + last).toString("base64");

function fromToken(token: string): string {
  const text = Buffer.from(token, "base64").toString();
  if (text.startsWith(MARK)) return text.slice(MARK.length);
  throw new AwsError("InvalidArgument", "The continuation token provided is incorrect");
}
