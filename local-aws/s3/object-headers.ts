import type { Bucket } from "./bucket";
import type { Content, ObjectVersion } from "./object-versions";

type Headers = Readonly<Record<string, string | undefined>>;

/** The headers that describe an object. Only a response with the whole object has a checksum. */
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

/** Sent once versioning has been configured for the bucket. */
export function versionId({ id }: ObjectVersion, { versioning }: Bucket): Record<string, string> {
  return versioning === undefined ? {} : { "x-amz-version-id": id };
}
