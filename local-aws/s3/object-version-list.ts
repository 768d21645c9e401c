import { restReads } from "../protocol/rest-operation";
import { integer, oneOf, string, structure } from "../shape";
import { bucketAt, compareKeys, sortedObjects } from "./bucket";
import { keyEncoder } from "./list-page";
import type { ObjectVersion } from "./object-versions";

interface KeyVersion {
  readonly key: string;
  readonly version: ObjectVersion;
  readonly isLatest: boolean;
}

export const objectVersionListOperations = {
  /** Sorted by key, then newest first. Delete markers are listed separately. */
  ListObjectVersions: restReads(
    {
      method: "GET",
      resource: "bucket",
      marker: "versions",
      query: {
        prefix: "Prefix",
        "max-keys": "MaxKeys",
        "key-marker": "KeyMarker",
        "version-id-marker": "VersionIdMarker",
        "encoding-type": "EncodingType",
      },
    },
    structure(
      {
        Bucket: string(),
        Prefix: string(),
        MaxKeys: integer({ min: 0, max: 2 ** 31 - 1 }),
        KeyMarker: string(),
        VersionIdMarker: string(),
        EncodingType: oneOf("url"),
      },
      ["Bucket"],
    ),
    (input, call) => {
      const bucket = bucketAt(input.Bucket, call);
      const { Prefix = "", KeyMarker = "", VersionIdMarker = "" } = input;
      const all = sortedObjects(bucket)
        .filter(([key]) => key.startsWith(Prefix))
        .flatMap(([key, { all: versions }]) =>
          versions.map((version, index): KeyVersion => ({ key, version, isLatest: index === 0 })),
        );
      const lastListed = all.findLastIndex(
        ({ key, version }) =>
          compareKeys(key, KeyMarker) < 0 ||
          (key === KeyMarker && (VersionIdMarker === "" || version.id === VersionIdMarker)),
      );
      const size = Math.min(input.MaxKeys ?? 1000, 1000);
      const page = all.slice(lastListed + 1, lastListed + 1 + size);
      const last = lastListed + 1 + size < all.length ? page.at(-1) : undefined;
      const encode = keyEncoder(input.EncodingType);
      const describe = ({ key, version, isLatest }: KeyVersion) => ({
        Key: encode(key),
        VersionId: version.id,
        IsLatest: isLatest,
        LastModified: version.lastModified,
        ...(version.content && {
          ETag: version.content.etag,
          Size: version.content.bytes.length,
          StorageClass: "STANDARD",
        }),
      });
      const content = {
        Name: bucket.name,
        Prefix: encode(Prefix),
        KeyMarker: encode(KeyMarker),
        VersionIdMarker,
        NextKeyMarker: last && encode(last.key),
        NextVersionIdMarker: last?.version.id,
        MaxKeys: size,
        EncodingType: input.EncodingType,
        IsTruncated: last !== undefined,
        Version: page.filter(({ version }) => version.content).map(describe),
        DeleteMarker: page.filter(({ version }) => !version.content).map(describe),
      };
      return { body: { root: "ListVersionsResult", content } };
    },
  ),
};
