import type { Bucket } from "./bucket";
import type { Content, ObjectVersion } from "./object-versions";

type Headers = Readonly<Record<string, string | undefined>>;

/** What S3 tells about an object in headers. A checksum goes only with a whole object. */
export function contentHeaders(
  { etag, checksum, encryption, kmsKeyId }: Content,
  detail: "with checksum" | "without checksum",
): Headers {
  return {
    etag,
    "x-amz-server-side-encryption": encryption,
    "x-amz-server-side-encryption-aws-kms-key-id": kmsKeyId,
    ...(detail === "with checksum" && {
      [`x-amz-checksum-${checksum.algorithm}`]: checksum.value,
      "x-amz-checksum-type": "FULL_OBJECT",
    }),
  };
}

/** Told as soon as the bucket was ever asked to keep versions. */
export function versionId({ id }: ObjectVersion, { versioning }: Bucket): Record<string, string> {
  return versioning === undefined ? {} : { "x-amz-version-id": id };
}
